package io.purchaseorders.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.cli.generate.SampleEntries;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** An EventBridge entry to publish. */
record Entry(String source, String type, String detail) {

    static final JsonMapper JSON = new JsonMapper();

    /** @param members of {@code Detail}, in the notation of JSON but with ' for " */
    static Entry of(String type, String members) {
        return new Entry("shop", type, "{" + members.replace('\'', '"') + "}");
    }

    /** All events of so many generated orders, in the order of business time. */
    static List<Entry> generated(long orders, long seed) {
        StringWriter text = new StringWriter();
        try {
            SampleEntries.write(orders, seed, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().lines().map(Entry::read).toList();
    }

    /** A line to publish, or a frozen sample. */
    static Entry read(String json) {
        JsonNode entry = json(json);
        JsonNode detail = entry.path("Detail");
        return new Entry(
                entry.path("Source").asText(),
                entry.path("DetailType").asText(),
                detail instanceof ObjectNode ? detail.toString() : detail.asText());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    String orderId() {
        return json(detail).path("orderId").asText();
    }
}
