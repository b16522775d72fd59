package io.purchaseorders.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.events.EventKey;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.dynamodb.EventItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the stream mapping gave up, as its on-failure destination keeps it: a folder, at any depth, of the objects that
 * Lambda writes to S3, one batch each, or of the files that {@code ./orders up --data} writes in their place.
 *
 * @param items the new items among the records, each once, as the first batch has it
 */
record FailedBatches(List<QuarantinedEvent> items) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static FailedBatches in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            Map<EventRef, QuarantinedEvent> items = new LinkedHashMap<>();
            files.filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(FailedBatches::items)
                    .forEach(item -> items.putIfAbsent(item.event(), item));
            return new FailedBatches(List.copyOf(items.values()));
        } catch (IOException | UncheckedIOException e) {
            throw new UsageProblem(folder + " cannot be read: " + e.getMessage());
        }
    }

    private static Stream<QuarantinedEvent> items(Path file) {
        JsonNode batch = parsed(file);
        String shardId = batch.at("/DDBStreamBatchInfo/shardId").asText();
        JsonNode records = payload(file, batch).path("Records");
        if (shardId.isEmpty() || !records.isArray()) {
            throw new UsageProblem(file + " is no batch that a stream mapping gave up: it has no shard or no records.");
        }
        String reason = "given up by the stream: "
                + batch.at("/requestContext/condition").asText();
        return StreamSupport.stream(records.spliterator(), false)
                .filter(record -> record.path("eventName").asText().equals("INSERT"))
                .map(record -> item(record.path("dynamodb"), shardId, reason));
    }

    /** An item that asks for a release stands for what it asks for. */
    private static QuarantinedEvent item(JsonNode record, String shardId, String reason) {
        String timestamp = record.at("/Keys/timestamp/S").asText();
        EventRef event = new EventRef(
                record.at("/Keys/orderId/S").asText(),
                EventItem.releasedBy(timestamp).orElse(timestamp));
        return new QuarantinedEvent(
                event,
                reason,
                shardId,
                SequenceNumber.of(record.path("SequenceNumber").asText()),
                record.path("NewImage").toString());
    }

    private static JsonNode payload(Path file, JsonNode batch) {
        JsonNode payload = batch.path("payload");
        return payload.isTextual() ? parsed(file, payload.asText()) : payload;
    }

    private static JsonNode parsed(Path file) {
        try {
            return parsed(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(Path file, String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UsageProblem(file + " is no batch that a stream mapping gave up: it is no JSON.");
        }
    }

    /** Those that are not in the projections, and not quarantined by the aggregator either. */
    List<QuarantinedEvent> missing(LiveTables live) {
        Set<EventRef> quarantined = live.quarantine().state().events();
        Map<String, OrderRow> orders = live.totals()
                .orders(items.stream().map(item -> item.event().orderId()).collect(Collectors.toUnmodifiableSet()));
        return items.stream()
                .filter(item -> !quarantined.contains(item.event()))
                .filter(item -> !isApplied(item.event(), orders))
                .toList();
    }

    private static boolean isApplied(EventRef event, Map<String, OrderRow> orders) {
        OrderRow row = orders.get(event.orderId());
        try {
            return row != null && row.applied().contains(EventKey.parse(event.timestamp()));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            return false;
        }
    }
}
