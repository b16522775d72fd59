package io.purchaseorders.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Questions to the API's function as API Gateway hands them over. */
public final class FunctionQuestions {

    private static final JsonMapper JSON = new JsonMapper();

    private FunctionQuestions() {}

    /** @param target path and query */
    public static byte[] event(String target, String scope) {
        URI uri = URI.create(target);
        ObjectNode event = JSON.createObjectNode().put("path", uri.getRawPath()).put("httpMethod", "GET");
        event.putObject("headers").put("Accept", "*/*").put("User-Agent", "bench");
        ObjectNode query = event.putObject("queryStringParameters");
        if (uri.getQuery() != null) {
            for (String pair : uri.getQuery().split("&", -1)) {
                query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        event.putObject("requestContext")
                .put("requestId", "bench")
                .putObject("authorizer")
                .putObject("claims")
                .put("sub", "bench")
                .put("token_use", "access")
                .put("scope", scope);
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalStateException where the answer is not a good one */
    public static void good(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        if (!text.contains("\"statusCode\":200")) {
            throw new IllegalStateException(text);
        }
    }
}
