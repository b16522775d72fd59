package io.purchaseorders.local.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * One entry of PutEvents. Texts that were not given are empty, as the service treats them.
 *
 * @param detail the text exactly as published
 */
record Entry(
        String source, String detailType, String detail, String bus, Instant time, List<String> resources, int bytes) {

    /** What the service counts for an entry's time if one is given. */
    private static final int TIME_BYTES = 14;

    static Entry read(JsonNode json, Instant now) {
        String source = json.path("Source").asText("");
        String detailType = json.path("DetailType").asText("");
        String detail = json.path("Detail").asText("");
        JsonNode time = json.path("Time");
        List<String> resources = StreamSupport.stream(json.path("Resources").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        int bytes = (time.isNumber() ? TIME_BYTES : 0)
                + length(source)
                + length(detailType)
                + length(detail)
                + resources.stream().mapToInt(Entry::length).sum();
        return new Entry(
                source,
                detailType,
                detail,
                json.path("EventBusName").asText(""),
                time.isNumber() ? Instant.ofEpochSecond(time.asLong()) : now,
                resources,
                bytes);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
