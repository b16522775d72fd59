package io.purchaseorders.handlers.api.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import java.util.Map;
import java.util.TreeMap;

/** A response before it takes a gateway's form. */
public record Answer(int status, Map<String, String> headers, String body) {

    public static final String JSON = "application/json";

    /** What is read with a token may be kept by its reader only, and asked for again every time. */
    private static final String PRIVATE = "private, no-cache";

    private static final int OK = 200;

    public static Answer ok(JsonNode body) {
        return of(OK, JSON, text(body)).with("Cache-Control", PRIVATE).with("Vary", "Accept-Encoding");
    }

    public static Answer of(int status, String contentType, String body) {
        return new Answer(status, Map.of("Content-Type", contentType, "X-Content-Type-Options", "nosniff"), body);
    }

    public static String text(JsonNode node) {
        return DetailJson.write(node);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    boolean isOk() {
        return status == OK;
    }

    /** With its body also for HEAD: the gateway leaves it out, and says its length. */
    public APIGatewayProxyResponseEvent toResponse() {
        return new APIGatewayProxyResponseEvent()
                .withStatusCode(status)
                .withHeaders(headers)
                .withBody(body)
                .withIsBase64Encoded(false);
    }
}
