package io.purchaseorders.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.purchaseorders.events.Limits;
import io.vavr.control.Either;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * One line of NDJSON as an EventBridge entry.
 *
 * @param line its number, from 1
 * @param detail the text of {@code Detail}, exactly as it stands
 */
record Entry(long line, String source, String detailType, String detail) {

    /** What PutEvents takes in one entry, and in one call. */
    static final int MAX_BYTES = Limits.ENTRY_BYTES;

    private static final String SOURCES_OF_AWS = "aws.";

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads {@code text}, or says in a few words why it is no entry that could be published. */
    static Either<String, Entry> parse(long line, String text) {
        Map<String, String> members;
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Either.left("not a JSON object");
            }
            members = members(parser, text);
            if (parser.nextToken() != null) {
                return Either.left("more than one JSON value");
            }
        } catch (JsonProcessingException e) {
            return Either.left("not JSON: " + e.getOriginalMessage().replaceAll("\\s+", " "));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a string: cannot happen
        }
        var source = members.get("Source");
        var detailType = members.get("DetailType");
        var detail = members.get("Detail");
        if (source == null || detailType == null) {
            return Either.left("no " + (source == null ? "Source" : "DetailType") + " that is a string");
        }
        if (detail == null) {
            return Either.left("no Detail that is a string or an object");
        }
        var entry = new Entry(line, source, detailType, detail);
        return entry.refusal().<Either<String, Entry>>map(Either::left).orElseGet(() -> Either.right(entry));
    }

    /** Why no bus takes it, if that is so. */
    private Optional<String> refusal() {
        if (source.isEmpty() || detailType.isEmpty()) {
            return Optional.of((source.isEmpty() ? "Source" : "DetailType") + " is empty, and EventBridge requires it");
        }
        if (source.startsWith(SOURCES_OF_AWS)) {
            return Optional.of("Source begins with " + SOURCES_OF_AWS + ", which EventBridge takes from AWS alone");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(source + detailType + detail)) {
            return Optional.of("holds half of a surrogate pair, which no bus takes: write it as an escape in Detail");
        }
        return bytes() > MAX_BYTES
                ? Optional.of("too large: " + bytes() + " bytes, and EventBridge takes " + MAX_BYTES)
                : Optional.empty();
    }

    private static Map<String, String> members(JsonParser parser, String text) throws IOException {
        var members = new HashMap<String, String>();
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            var token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                members.put(name, parser.getText());
            } else if (token == JsonToken.START_OBJECT && name.equals("Detail")) {
                members.put(name, exactText(parser, text));
            } else {
                members.remove(name);
                parser.skipChildren();
            }
        }
        return members;
    }

    /** Written anew, the object could lose digits, member order or what a duplicate name tells. */
    private static String exactText(JsonParser parser, String text) throws IOException {
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return text.substring(begin, (int) parser.currentLocation().getCharOffset());
    }

    /** As EventBridge counts it. */
    int bytes() {
        return utf8Length(source) + utf8Length(detailType) + utf8Length(detail);
    }

    PutEventsRequestEntry onBus(String bus) {
        return PutEventsRequestEntry.builder()
                .source(source)
                .detailType(detailType)
                .detail(detail)
                .eventBusName(bus)
                .build();
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
