package io.purchaseorders.replay.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.replay.compact.CompactEvent;
import io.purchaseorders.replay.compact.CompactEvents;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;

/** Reads the lines of an export of the events table into partitions: the usual ones fast, all others by the codec. */
final class ItemReader implements Lines.Reader {

    private final EventLine usual = new EventLine();
    private final Partitions partitions;
    private final Partitions.Writer writer;
    private final Path file;
    private final int generation;
    private long lines;
    private long byCodec;
    private long unreadable;

    /** @param generation tells the items of a later export from those of an earlier one */
    ItemReader(Partitions partitions, Partitions.Writer writer, Path file, int generation) {
        this.partitions = partitions;
        this.writer = writer;
        this.file = file;
        this.generation = generation;
    }

    long lines() {
        return lines;
    }

    /** How many lines the codec read. */
    long byCodec() {
        return byCodec;
    }

    /** How many items are no event, which the aggregator quarantines. */
    long unreadable() {
        return unreadable;
    }

    @Override
    public int read(byte[] bytes, int from) throws IOException {
        lines++;
        if (usual.read(bytes, from)) {
            int hash = usual.orderHash();
            int partition = partitions.partitionOf(hash);
            byte[] room = writer.room(partition, usual.size());
            writer.wroteTo(partition, usual.write(room, writer.position(partition), hash, generation));
            return usual.end();
        }
        int end = from;
        while (bytes[end] != '\n') {
            end++;
        }
        byCodec++;
        readByCodec(new String(bytes, from, end - from, StandardCharsets.UTF_8));
        return end + 1;
    }

    private void readByCodec(String line) throws IOException {
        JsonNode json = json(line);
        if (json.has("Item")) {
            readItem(json.path("Item"));
        } else if (json.has("NewImage")) {
            readItem(json.path("NewImage"));
        } else if (json.has("Keys")) {
            removed(texts(json.path("Keys")));
        } else {
            throw ExportProblem.of(file, "has a line with neither Item nor Keys, in line " + lines);
        }
    }

    private JsonNode json(String line) {
        try {
            return DetailJson.MAPPER.readTree(line);
        } catch (JsonProcessingException | NumberFormatException e) {
            throw ExportProblem.of(file, "has no JSON in line " + lines);
        }
    }

    private void readItem(JsonNode item) throws IOException {
        Map<String, String> texts = texts(item);
        if (EventItem.releasedBy(texts.getOrDefault(StoredNames.TIMESTAMP, "")).isPresent()) {
            return; // asks for another delivery: no event
        }
        try {
            RecordedEvent event = EventItem.read(texts);
            put(CompactEvents.write(event, generation));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            unreadable++;
        }
    }

    private void removed(Map<String, String> keys) throws IOException {
        String timestamp = keys.getOrDefault(StoredNames.TIMESTAMP, "");
        if (EventItem.releasedBy(timestamp).isPresent()) {
            return;
        }
        try {
            EventKey key = EventKey.parse(timestamp);
            put(CompactEvents.removed(
                    new Header(key.eventId(), keys.getOrDefault(StoredNames.ORDER_ID, ""), key.occurredAt()),
                    generation));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            unreadable++;
        }
    }

    private void put(byte[] record) throws IOException {
        int partition = partitions.partitionOf(CompactEvent.intAt(record, CompactEvent.HASH));
        byte[] room = writer.room(partition, record.length);
        int at = writer.position(partition);
        System.arraycopy(record, 0, room, at, record.length);
        writer.wroteTo(partition, at + record.length);
    }

    private static Map<String, String> texts(JsonNode item) {
        Map<String, String> texts = new HashMap<>();
        item.properties().forEach(attribute -> {
            JsonNode text = attribute.getValue().path("S");
            if (text.isTextual()) {
                texts.put(attribute.getKey(), text.textValue());
            }
        });
        return texts;
    }
}
