package io.purchaseorders.cli.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.cli.generate.SampleEntries;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** An entry to publish, read without any class of the system. */
record SampleEvent(String source, String type, String detail) {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** All events of so many generated orders, in the order of business time. */
    static List<SampleEvent> generated(long orders, long seed) {
        StringWriter text = new StringWriter();
        try {
            SampleEntries.write(orders, seed, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().lines().map(SampleEvent::read).toList();
    }

    private static SampleEvent read(String line) {
        JsonNode entry = json(line);
        return new SampleEvent(
                entry.path("Source").asText(),
                entry.path("DetailType").asText(),
                entry.path("Detail").asText());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode members() {
        return json(detail);
    }

    String orderId() {
        return members().path("orderId").asText();
    }

    String eventId() {
        return members().path("eventId").asText();
    }

    Instant occurredAt() {
        return OffsetDateTime.parse(members().path("occurredAt").asText()).toInstant();
    }
}
