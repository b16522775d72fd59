package io.purchaseorders.handlers.api.http;

import java.util.Map;
import java.util.TreeMap;

/**
 * Lets pages of any origin read answers. They hold no cookies that a browser would send along: whoever has an access token
 * may use it from anywhere. What a browser asks before it sends a token, the gateway answers. Source: the Fetch standard, CORS
 * protocol.
 */
public final class CrossOrigin {

    private static final Map<String, String> OPEN = Map.of(
            "Access-Control-Allow-Origin", "*",
            "Access-Control-Expose-Headers",
                    "ETag, Link, Orders-Generation, Orders-Left-Out, Retry-After, WWW-Authenticate");

    private CrossOrigin() {}

    public static Answer open(Answer answer) {
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.putAll(OPEN);
        return new Answer(answer.status(), headers, answer.body(), answer.isBase64Encoded());
    }
}
