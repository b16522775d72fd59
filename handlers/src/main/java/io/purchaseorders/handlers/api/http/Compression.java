package io.purchaseorders.handlers.api.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the gateway does to answers on their way: it compresses those of some size for readers that take it. A strong
 * validator is one of the bytes that are sent, so the function must know. Source: RFC 9110, section 8.8.3.3.
 */
final class Compression {

    /** What {@code x-amazon-apigateway-minimum-compression-size} says: below it, compressing gains nothing. */
    static final int MINIMUM_BYTES = 1_024;

    /** What the gateway knows, in the order in which it prefers them. */
    private static final List<String> CODINGS = List.of("gzip", "deflate");

    private Compression() {}

    /** The coding that the gateway will give a body of this length; empty where it leaves it alone. */
    static Optional<String> of(Request request, int bytes) {
        if (bytes < MINIMUM_BYTES) {
            return Optional.empty();
        }
        List<String> taken = request.header("accept-encoding").stream()
                .flatMap(codings -> Arrays.stream(codings.split(",", -1)))
                .flatMap(coding -> taken(coding).stream())
                .toList();
        return CODINGS.stream()
                .filter(coding -> taken.contains(coding) || taken.contains("*"))
                .findFirst();
    }

    /** A weight of zero refuses a coding. */
    private static Optional<String> taken(String coding) {
        String[] parts = coding.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
        return parts.length < 2 || !parts[1].matches("q\\s*=\\s*0(\\.0*)?") ? Optional.of(parts[0]) : Optional.empty();
    }
}
