package io.purchaseorders.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Optional;

/**
 * The ids that a {@code Detail} names, as far as they can be read: also of one that breaks rules or limits, so that its
 * publisher can ask what became of it. Where an id stands twice the first one counts.
 */
public record PublishedIds(Optional<String> eventId, Optional<String> orderId) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** What was read before a text turned out to be no JSON counts. */
    public static PublishedIds of(String detail) {
        Optional<String> eventId = Optional.empty();
        Optional<String> orderId = Optional.empty();
        try (JsonParser parser = JSON.createParser(detail)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new PublishedIds(eventId, orderId);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
                if (isText && name.equals("eventId") && eventId.isEmpty()) {
                    eventId = Optional.of(parser.getText());
                } else if (isText && name.equals("orderId") && orderId.isEmpty()) {
                    orderId = Optional.of(parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException malformed) {
            return new PublishedIds(eventId, orderId);
        }
        return new PublishedIds(eventId, orderId);
    }
}
