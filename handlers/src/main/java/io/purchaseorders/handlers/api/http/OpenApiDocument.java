package io.purchaseorders.handlers.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The document that is served at {@code /openapi.json}: {@code cloudformation/openapi.yaml} as JSON, without what is
 * meant for API Gateway alone. The build makes it (scripts/ServedDocument.java); no YAML parser goes into the function.
 */
public final class OpenApiDocument {

    static final String RESOURCE = "/openapi.json";

    private static final int OK = 200;

    private OpenApiDocument() {}

    /** Anyone may keep it for a while: it changes with a deployment only. */
    public static Answer answer(Request request) {
        return ETag.conditional(
                Answer.of(OK, Answer.JSON, Text.VALUE)
                        .with("Cache-Control", "public, max-age=300")
                        .with("Vary", "Accept-Encoding"),
                request);
    }

    /** Read at first use. */
    private static final class Text {
        static final String VALUE = read();

        private static String read() {
            try (InputStream resource = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
                if (resource == null) {
                    throw new IllegalStateException("the jar lacks " + RESOURCE);
                }
                return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
