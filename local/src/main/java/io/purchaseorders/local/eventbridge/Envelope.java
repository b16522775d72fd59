package io.purchaseorders.local.eventbridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** The event as targets get it: the published entry within the service's members, its detail untouched. */
final class Envelope {

    // Numbers and nesting are the publisher's business here; the size of a call bounds both.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private Envelope() {}

    /** Whether the text is one JSON object and nothing else. No number in it is converted. */
    static boolean isObject(String detail) {
        try (JsonParser parser = JSON.createParser(detail)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return false;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    static String write(Entry entry, UUID id, String account, String region) {
        StringWriter text = new StringWriter(entry.detail().length() + 400);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("version", "0");
            out.writeStringField("id", id.toString());
            out.writeStringField("detail-type", entry.detailType());
            out.writeStringField("source", entry.source());
            out.writeStringField("account", account);
            out.writeStringField(
                    "time", entry.time().truncatedTo(ChronoUnit.SECONDS).toString());
            out.writeStringField("region", region);
            out.writeArrayFieldStart("resources");
            for (String resource : entry.resources()) {
                out.writeString(resource);
            }
            out.writeEndArray();
            out.writeFieldName("detail");
            out.writeRawValue(entry.detail());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
