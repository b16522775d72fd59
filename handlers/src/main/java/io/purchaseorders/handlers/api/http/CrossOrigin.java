package io.purchaseorders.handlers.api.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets pages of any origin read answers. They hold no cookies that a browser would send along: whoever has an access token
 * may use it from anywhere. Source: the Fetch standard, CORS protocol.
 */
public final class CrossOrigin {

    private static final int NO_CONTENT = 204;

    /** Two hours, as long as any browser keeps it. */
    private static final String MAX_AGE_SECONDS = "7200";

    private static final Map<String, String> OPEN = Map.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Expose-Headers", "ETag, Link, Orders-Generation, Retry-After, WWW-Authenticate");

    private CrossOrigin() {}

    public static Answer open(Answer answer) {
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.putAll(OPEN);
        return new Answer(answer.status(), headers, answer.body(), answer.isBase64Encoded());
    }

    /** What a browser asks before it sends a token, so without one. */
    public static Answer preflight(List<String> methods) {
        String known = String.join(", ", methods);
        return new Answer(
                NO_CONTENT,
                Map.of(
                        "Allow",
                        known + ", OPTIONS",
                        "Access-Control-Allow-Methods",
                        known,
                        "Access-Control-Allow-Headers",
                        methods.contains("POST") ? "Authorization, Content-Type" : "Authorization, If-None-Match",
                        "Access-Control-Max-Age",
                        MAX_AGE_SECONDS,
                        "Cache-Control",
                        "public, max-age=" + MAX_AGE_SECONDS),
                "",
                false);
    }
}
