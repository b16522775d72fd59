package io.purchaseorders.local.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** What is answered: by a function, read from API Gateway's proxy response, or by the gateway itself. */
record ProxyAnswer(int status, HttpFields headers, ByteBuffer body) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** With a body that is read by itself. */
    ProxyAnswer copy() {
        return new ProxyAnswer(status, headers, body.duplicate());
    }

    /**
     * Refuses with an {@link IOException} what API Gateway calls a malformed proxy response.
     *
     * @param isBinary whether the API has binary answers; else Base64 stays what it is
     */
    static ProxyAnswer read(byte[] response, boolean isBinary) throws IOException {
        var answer = MAPPER.readTree(response);
        int status = answer.path("statusCode").asInt();
        if (status < 200 || status > 599) {
            throw new IOException("no statusCode in the function's answer");
        }
        var headers = HttpFields.build();
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            headers.put(header.getKey(), header.getValue().asText());
        }
        for (Map.Entry<String, JsonNode> header :
                answer.path("multiValueHeaders").properties()) {
            headers.remove(header.getKey());
            header.getValue().forEach(value -> headers.add(header.getKey(), value.asText()));
        }
        var body = answer.path("body").asText("");
        var bytes = isBinary && answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
        return new ProxyAnswer(status, headers.asImmutable(), ByteBuffer.wrap(bytes));
    }
}
