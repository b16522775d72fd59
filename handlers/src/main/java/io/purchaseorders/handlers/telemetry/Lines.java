package io.purchaseorders.handlers.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import io.purchaseorders.events.DetailJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes one JSON object a line, by Jackson's generator alone: an object mapper would double what telemetry costs a start. */
final class Lines {

    private Lines() {}

    /** @param object of maps, lists, texts, numbers and truth values */
    static String of(Map<?, ?> object) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = DetailJson.MAPPER.getFactory().createGenerator(line)) {
            write(object, out);
        } catch (IOException e) {
            throw new UncheckedIOException("texts and numbers can always be written", e);
        }
        return line.toString();
    }

    private static void write(Object value, JsonGenerator out) throws IOException {
        if (value instanceof Map<?, ?> members) {
            out.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                out.writeFieldName(String.valueOf(member.getKey()));
                write(member.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof List<?> elements) {
            out.writeStartArray();
            for (Object element : elements) {
                write(element, out);
            }
            out.writeEndArray();
        } else {
            out.writeObject(value);
        }
    }
}
