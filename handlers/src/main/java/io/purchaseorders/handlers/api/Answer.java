package io.purchaseorders.handlers.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.JsonText;
import java.util.Map;
import java.util.TreeMap;

/** A response before it takes a gateway's form. */
record Answer(int status, Map<String, String> headers, String body) {

    static final String JSON = "application/json";

    /** What is read with a token may be kept by its reader only, and asked for again every time. */
    private static final String PRIVATE = "private, no-cache";

    private static final int OK = 200;

    static Answer ok(JsonNode body) {
        return of(OK, JSON, text(body)).with("Cache-Control", PRIVATE).with("Vary", "Accept-Encoding");
    }

    static Answer of(int status, String contentType, String body) {
        return new Answer(status, Map.of("Content-Type", contentType, "X-Content-Type-Options", "nosniff"), body);
    }

    static String text(JsonNode node) {
        return JsonText.write(node);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body);
    }

    boolean isOk() {
        return status == OK;
    }

    /** With its body also for HEAD: the gateway leaves it out, and says its length. */
    APIGatewayProxyResponseEvent toResponse() {
        return new APIGatewayProxyResponseEvent()
                .withStatusCode(status)
                .withHeaders(headers)
                .withBody(body)
                .withIsBase64Encoded(false);
    }
}
