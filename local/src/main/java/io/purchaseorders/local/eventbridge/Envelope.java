package io.purchaseorders.local.eventbridge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;

/** The event as targets get it: the published entry within the service's members, its detail untouched. */
final class Envelope {

    // Numbers, names and nesting are the publisher's business here; the size of a call bounds them.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The parser refuses halves of surrogate pairs in names, which JSON allows. */
    private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}");

    private static final String ANY_CHARACTER = "\\\\u0041";

    private Envelope() {}

    /** Whether the text is one JSON object and nothing else. No number in it is converted. */
    static boolean isObject(String detail) {
        try (JsonParser parser = JSON.createParser(SURROGATE.matcher(detail).replaceAll(ANY_CHARACTER))) {
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

    /** @param detail in place of the entry's, JSON */
    static String write(Entry entry, String detail, UUID id, Instant at, String account, String region) {
        StringWriter text = new StringWriter(detail.length() + 400);
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("version", "0");
            out.writeStringField("id", id.toString());
            out.writeStringField("detail-type", entry.detailType());
            out.writeStringField("source", entry.source());
            out.writeStringField("account", account);
            out.writeStringField("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
            out.writeStringField("region", region);
            out.writeArrayFieldStart("resources");
            for (String resource : entry.resources()) {
                out.writeString(resource);
            }
            out.writeEndArray();
            out.writeFieldName("detail");
            out.writeRawValue(detail);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
