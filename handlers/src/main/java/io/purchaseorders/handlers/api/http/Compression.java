package io.purchaseorders.handlers.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * What the gateway does to answers on their way: it compresses those of some size for readers that take it. A strong
 * validator is one of the bytes that are sent, so the function must know. Source: RFC 9110, section 8.8.3.3.
 */
final class Compression {

    /** What {@code x-amazon-apigateway-minimum-compression-size} says: below it, compressing gains nothing. */
    static final int MINIMUM_BYTES = 1_024;

    private static final Set<String> CODINGS = Set.of("gzip", "deflate", "*");

    private Compression() {}

    static boolean applies(Request request, String body) {
        return body.getBytes(StandardCharsets.UTF_8).length >= MINIMUM_BYTES
                && request.header("accept-encoding")
                        .map(codings -> Arrays.stream(codings.split(",", -1)).anyMatch(Compression::isTaken))
                        .orElse(false);
    }

    /** A weight of zero refuses a coding. */
    private static boolean isTaken(String coding) {
        String[] parts = coding.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
        return CODINGS.contains(parts[0]) && (parts.length < 2 || !parts[1].matches("q\\s*=\\s*0(\\.0*)?"));
    }
}
