package io.purchaseorders.handlers.api;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.ETag;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers with what publishers need before they publish: the JSON Schema of each type and version, and the AsyncAPI document. */
final class EventDescriptions {

    private static final int OK = 200;
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z]+\\.v[0-9]+\\.json");

    private EventDescriptions() {}

    static Answer schema(Request request) {
        Parameters parameters = new Parameters(request);
        String name = parameters.id(
                "schema",
                text -> SCHEMA.matcher(text).matches(),
                "must be a type and its version, such as OrderPlaced.v1.json");
        return parameters.ifFaultless(() -> resource("/schemas/" + name)
                .map(text -> described("application/schema+json", text, request))
                .orElseGet(() -> Problem.notFound(request.path(), "There is no such schema.")));
    }

    static Answer asyncApi(Request request) {
        return resource("/asyncapi.yaml")
                .map(text -> described("application/yaml", text, request))
                .orElseGet(() -> Problem.notFound(request.path(), "There is no such document."));
    }

    /** Anyone may keep it for a while: it changes with a deployment only. */
    private static Answer described(String contentType, String text, Request request) {
        return ETag.conditional(
                Answer.of(OK, contentType, text)
                        .with("Cache-Control", "public, max-age=300")
                        .with("Vary", "Accept-Encoding"),
                request);
    }

    private static Optional<String> resource(String name) {
        try (InputStream resource = EventCodec.class.getResourceAsStream(name)) {
            return resource == null
                    ? Optional.empty()
                    : Optional.of(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
