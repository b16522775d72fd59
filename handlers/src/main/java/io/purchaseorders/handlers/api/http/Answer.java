package io.purchaseorders.handlers.api.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A response before it takes a gateway's form.
 *
 * @param body text, or bytes in Base64
 */
public record Answer(int status, Map<String, String> headers, String body, boolean isBase64Encoded) {

    public static final String JSON = "application/json";

    /** What is read with a token may be kept by its reader only, and asked for again every time. */
    private static final String PRIVATE = "private, no-cache";

    private static final int OK = 200;

    private static final String VARY = "Accept, Accept-Encoding";

    public static Answer ok(JsonNode body) {
        return of(OK, JSON, text(body)).with("Cache-Control", PRIVATE).with("Vary", "Accept-Encoding");
    }

    /**
     * A list, as JSON or as {@code text/csv}, whichever the caller prefers.
     *
     * @param body with {@code items} and, where there are pages, {@code nextCursor}
     * @param columns the members of every item, in the order of their columns; others follow
     */
    public static Answer list(ObjectNode body, Request request, String... columns) {
        return list(body, request, true, columns);
    }

    /** The same of items with members of any name that were published, each of which is one column. */
    public static Answer listOfPublished(ObjectNode body, Request request, String... columns) {
        return list(body, request, false, columns);
    }

    private static Answer list(ObjectNode body, Request request, boolean hasTotals, String... columns) {
        if (!request.prefersCsv()) {
            return ok(body).with("Vary", VARY);
        }
        Answer csv = of(OK, Csv.CONTENT_TYPE, Csv.of(body, List.of(columns), hasTotals))
                .with("Cache-Control", PRIVATE)
                .with("Vary", VARY);
        JsonNode cursor = body.path("nextCursor");
        return cursor.isTextual() ? csv.with("Link", request.linkToNext(cursor.asText())) : csv;
    }

    public static Answer of(int status, String contentType, String body) {
        return new Answer(
                status, Map.of("Content-Type", contentType, "X-Content-Type-Options", "nosniff"), body, false);
    }

    public static Answer bytes(String contentType, byte[] body) {
        Answer text = of(OK, contentType, Base64.getEncoder().encodeToString(body));
        return new Answer(text.status(), text.headers(), text.body(), true);
    }

    public static String text(JsonNode node) {
        return DetailJson.write(node);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, body, isBase64Encoded);
    }

    /** The body as the gateway sends it, before it compresses it. */
    byte[] bytes() {
        return isBase64Encoded ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
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
                .withIsBase64Encoded(isBase64Encoded);
    }
}
