package io.purchaseorders.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.order.OrderRowCodec;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections.Rows;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.exports.ExportWriter;
import io.purchaseorders.replay.exports.ExportWriter.DataWriter;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.dynamodb.EventItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Exports as the service writes them, of three data files of which one is empty. */
@NullMarked
public final class WrittenExports {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private WrittenExports() {}

    /** A full export of the events table, without authentication codes. */
    public static Path full(Path root, String id, List<RecordedEvent> events) throws IOException {
        return signed(root, id, events, EventCodes.WITHOUT_KEY);
    }

    /** A full export of the events table. */
    public static Path signed(Path root, String id, List<RecordedEvent> events, EventCodes codes) throws IOException {
        return items(
                root,
                id,
                events.stream().map(event -> EventItem.write(event, codes)).toList());
    }

    /** A full export of the events table with these items. */
    public static Path items(Path root, String id, List<Map<String, String>> items) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Map<String, String> item : items) {
            ObjectNode line = DetailJson.MAPPER.createObjectNode();
            put(line.putObject("Item"), item);
            lines.add(line.toString());
        }
        return write(root, id, "purchase-orders-test", lines, false);
    }

    /** An incremental export of the events table, later than a full one, in which these events are new. */
    public static Path incremental(Path root, String id, List<RecordedEvent> events) throws IOException {
        List<String> lines = new ArrayList<>();
        for (RecordedEvent event : events) {
            ObjectNode line = DetailJson.MAPPER.createObjectNode();
            line.putObject("Metadata").putObject("WriteTimestampMicros").put("N", "1700000000000000");
            put(line.putObject("NewImage"), EventItem.write(event));
            put(line.putObject("Keys"), keys(event));
            lines.add(line.toString());
        }
        return write(root, id, "purchase-orders-test", lines, true);
    }

    /** An incremental export in which events were removed. */
    public static Path removed(Path root, String id, List<RecordedEvent> events) throws IOException {
        List<String> lines = new ArrayList<>();
        for (RecordedEvent event : events) {
            ObjectNode line = DetailJson.MAPPER.createObjectNode();
            line.putObject("Metadata");
            put(line.putObject("Keys"), keys(event));
            put(line.putObject("OldImage"), EventItem.write(event));
            lines.add(line.toString());
        }
        return write(root, id, "purchase-orders-test", lines, true);
    }

    private static Map<String, String> keys(RecordedEvent event) {
        return Map.of(
                "orderId",
                event.event().orderId(),
                "timestamp",
                event.event().key().timestamp());
    }

    private static void put(ObjectNode item, Map<String, String> texts) {
        texts.forEach((name, value) -> item.putObject(name).put("S", value));
    }

    /** A full export of the aggregations table. */
    public static Path aggregations(Path root, Rows rows) throws IOException {
        return aggregations(root, rows.totals(), rows);
    }

    /** A full export of the aggregations table with the order rows of {@code rows} and these totals. */
    public static Path aggregations(Path root, Map<RowKey, Measures> totals, Rows rows) throws IOException {
        List<String> lines = new ArrayList<>();
        totals.forEach((row, measures) -> {
            ObjectNode line = DetailJson.MAPPER.createObjectNode();
            ObjectNode item = line.putObject("Item");
            put(item, Map.of("aggregationKey", row.aggregationKey(), "period", row.period()));
            item.putObject("appliedThrough1").put("N", "17");
            measures.values().forEach((name, value) -> item.putObject(name).put("N", value.toString()));
            lines.add(line.toString());
        });
        rows.orders().forEach((orderId, row) -> {
            ObjectNode line = DetailJson.MAPPER.createObjectNode();
            ObjectNode item = line.putObject("Item");
            put(item, Map.of("aggregationKey", OrderRow.PREFIX + orderId, "period", "STATE"));
            put(item, Map.of("state", OrderRowCodec.write(row)));
            item.putObject("applied")
                    .put("B", Base64.getEncoder().encodeToString(row.applied().bytes()));
            lines.add(line.toString());
        });
        return write(root, "rows", "order-aggregations-test", lines, false);
    }

    /** An export of any lines. */
    public static Path write(Path root, String id, String table, List<String> lines, boolean isIncremental)
            throws IOException {
        Instant time = isIncremental ? NOW.plusSeconds(60) : NOW;
        try (ExportWriter export = new ExportWriter(root, table, id, time, isIncremental)) {
            List<DataWriter> files =
                    List.of(export.file(id + "-a"), export.file(id + "-b"), export.file(id + "-empty"));
            for (int i = 0; i < lines.size(); i++) {
                files.get(i % 2).line(lines.get(i));
            }
            for (DataWriter file : files) {
                file.close();
            }
        }
        return root;
    }
}
