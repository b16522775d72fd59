package io.purchaseorders.handlers.processor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What EventBridge wraps a published event in, as far as it matters here. The detail stays the text that was published:
 * it is cut out of the message, never parsed and written again, so that no digit is lost.
 *
 * @param id EventBridge's own id of this delivery; another one when the publisher retries
 */
record Envelope(String id, String type, String source, String detail) {

    // What is too deep or too long is a rejection with its reason, so it must be cut out first.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The parser refuses halves of surrogate pairs in names, which JSON allows. Both are written in six characters. */
    private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}");

    private static final String ANY_CHARACTER = "\\\\u0041";

    /** The envelope that a text is, or nothing where it is none: no JSON object, or one without type or detail. */
    static Optional<Envelope> read(String text) {
        return read(text, text).or(() -> read(SURROGATE.matcher(text).replaceAll(ANY_CHARACTER), text));
    }

    /** @param readable a text of the same length and structure, which the parser takes */
    private static Optional<Envelope> read(String readable, String text) {
        String id = "";
        String source = "";
        @Nullable String type = null;
        @Nullable String detail = null;
        try (JsonParser parser = JSON.createParser(readable)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                parser.nextToken();
                switch (member) {
                    case "id" -> id = parser.getValueAsString("");
                    case "detail-type" -> type = parser.getValueAsString("");
                    case "source" -> source = parser.getValueAsString("");
                    case "detail" -> detail = cut(parser, text);
                    default -> parser.skipChildren();
                }
            }
            return type == null || detail == null
                    ? Optional.empty()
                    : Optional.of(new Envelope(id, type, source, detail));
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }

    private static String cut(JsonParser parser, String text) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getCharOffset();
        return text.substring(from, to);
    }
}
