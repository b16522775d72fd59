package io.purchaseorders.replay.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.order.OrderRowCodec;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.Replay.Difference;
import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.replay.RowComparison;
import io.purchaseorders.replay.export.ExportWriter.DataWriter;
import io.purchaseorders.stores.dynamodb.EventItem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportReplayTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final long MEMORY = 64 << 20;

    /** So little that rows are compared in several slices. */
    private static final long LITTLE_MEMORY = 1 << 20;

    @TempDir
    Path folder;

    private final List<RecordedEvent> events = new ArrayList<>();

    @BeforeEach
    void writeExport() throws IOException {
        for (RecordedEvent event : new RandomHistories(7).recorded(400, 8)) {
            events.add(event);
        }
        writeEvents(folder.resolve("events"), "01-full", events, false);
    }

    private static void writeEvents(Path root, String id, List<RecordedEvent> events, boolean isIncremental)
            throws IOException {
        List<String> lines = new ArrayList<>();
        for (RecordedEvent event : events) {
            ObjectNode line = DetailJson.MAPPER.createObjectNode();
            ObjectNode item = isIncremental ? line.putObject("NewImage") : line.putObject("Item");
            EventItem.write(event).forEach((name, value) -> item.putObject(name).put("S", value));
            if (isIncremental) {
                line.putObject("Metadata").putObject("WriteTimestampMicros").put("N", "1700000000000000");
                ObjectNode keys = line.putObject("Keys");
                keys.putObject("orderId").put("S", event.event().orderId());
                keys.putObject("timestamp").put("S", event.event().key().timestamp());
            }
            lines.add(line.toString());
        }
        write(root, id, "purchase-orders-test", lines, isIncremental);
    }

    private static void write(Path root, String id, String table, List<String> lines, boolean isIncremental)
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
    }

    private static Map<String, List<RecordedEvent>> histories(List<RecordedEvent> events) {
        return events.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId()));
    }

    private static Map<RowKey, Measures> rows(List<RecordedEvent> events) {
        Map<RowKey, Measures> rows = new HashMap<>();
        histories(events)
                .forEach((orderId, stored) -> Projections.contributions(
                                History.of(stored).steps(orderId), ZONE)
                        .forEach((row, measures) -> rows.merge(row, measures, Measures::plus)));
        rows.values().removeIf(Measures::isZero);
        return rows;
    }

    private void writeAggregations(Path root, Map<RowKey, Measures> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        rows.forEach((row, measures) -> {
            ObjectNode line = DetailJson.MAPPER.createObjectNode();
            ObjectNode item = line.putObject("Item");
            item.putObject("aggregationKey").put("S", row.aggregationKey());
            item.putObject("period").put("S", row.period());
            item.putObject("upTo1").put("N", "17");
            measures.values().forEach((name, value) -> item.putObject(name).put("N", value.toString()));
            lines.add(line.toString());
        });
        histories(events).forEach((orderId, stored) -> {
            OrderRow row = OrderRow.of(orderId, stored);
            ObjectNode line = DetailJson.MAPPER.createObjectNode();
            ObjectNode item = line.putObject("Item");
            item.putObject("aggregationKey").put("S", OrderRow.PREFIX + orderId);
            item.putObject("period").put("S", "STATE");
            item.putObject("state").put("S", OrderRowCodec.write(row));
            item.putObject("applied")
                    .put("B", Base64.getEncoder().encodeToString(row.applied().bytes()));
            lines.add(line.toString());
        });
        write(root, "02-rows", "order-aggregations-test", lines, false);
    }

    private Map<RowKey, Measures> replayed(long memory) throws IOException, InterruptedException {
        return replayed(folder.resolve("events"), memory);
    }

    private static Map<RowKey, Measures> replayed(Path events, long memory) throws IOException, InterruptedException {
        return replayed(events, memory, 3);
    }

    private static Map<RowKey, Measures> replayed(Path events, long memory, int threads)
            throws IOException, InterruptedException {
        try (ExportReplay replay = new ExportReplay(ExportFolder.under(events), ZONE, memory, threads)) {
            replay.read();
            assertThat(replay.spilledBytes() > 0).isEqualTo(memory < 1 << 20);
            return replay.fold(Totals.Period.HOUR, Slice.ALL).totals().rows();
        }
    }

    private Report compare(String other) throws IOException, InterruptedException {
        return compare(other, MEMORY);
    }

    private Report compare(String other, long memory) throws IOException, InterruptedException {
        return new ExportComparison(ZONE, memory, 2)
                .withExport(folder.resolve("events"), folder.resolve(other), replay -> {});
    }

    @Test
    void the_rows_are_those_of_the_fold() throws Exception {
        assertThat(replayed(MEMORY)).isEqualTo(rows(events));
    }

    @Test
    void what_does_not_fit_into_memory_is_spilled_and_changes_nothing() throws Exception {
        List<RecordedEvent> more = new RandomHistories(8).recorded(2_000, 8);
        writeEvents(folder.resolve("more"), "03-more", more, false);
        Map<RowKey, Measures> expected = rows(more);
        for (long memory : new long[] {1 << 12, 1 << 16, 1 << 19}) {
            assertThat(replayed(folder.resolve("more"), memory))
                    .as("memory %d", memory)
                    .isEqualTo(expected);
        }
    }

    @Test
    void how_many_threads_there_are_changes_nothing() throws Exception {
        List<RecordedEvent> more = new RandomHistories(9).recorded(2_000, 8);
        writeEvents(folder.resolve("more"), "04-more", more, false);
        Map<RowKey, Measures> expected = rows(more);
        for (int threads : new int[] {1, 2, 3, 4, 5, 7, 8}) {
            assertThat(replayed(folder.resolve("more"), MEMORY, threads))
                    .as("%d threads", threads)
                    .isEqualTo(expected);
        }
    }

    @Test
    void an_equal_export_of_the_aggregations_has_no_difference() throws Exception {
        writeAggregations(folder.resolve("rows"), rows(events));
        Report report = compare("rows");
        assertThat(report.differences()).isEmpty();
        assertThat(report.eventCount()).isEqualTo(events.size());
        assertThat(report.orderCount()).isEqualTo(histories(events).size());
        assertThat(report.rowCount()).isEqualTo(rows(events).size() + report.orderCount());
    }

    @Test
    void slices_do_not_change_what_is_found() throws Exception {
        writeAggregations(folder.resolve("rows"), rows(events));
        assertThat(compare("rows", LITTLE_MEMORY)).isEqualTo(compare("rows"));
        writeEvents(folder.resolve("less"), "03-less", events.subList(5, events.size()), false);
        assertThat(compare("less", LITTLE_MEMORY)).isEqualTo(compare("less"));
    }

    @Test
    void a_changed_a_missing_and_a_foreign_row_are_found() throws Exception {
        Map<RowKey, Measures> rows = new HashMap<>(rows(events));
        List<RowKey> keys = rows.keySet().stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
        rows.remove(keys.getFirst());
        rows.merge(keys.getLast(), Measures.of(Map.of("units.ordered", new BigDecimal("0.01"))), Measures::plus);
        rows.put(new RowKey("PRODUCT#nobody", "2026-10-25"), Measures.of(Map.of("events", BigDecimal.ONE)));
        writeAggregations(folder.resolve("rows"), rows);
        assertThat(compare("rows").differences())
                .extracting(difference -> difference.row())
                .containsExactlyInAnyOrder(
                        keys.getFirst().aggregationKey() + " " + keys.getFirst().period(),
                        keys.getLast().aggregationKey() + " " + keys.getLast().period(),
                        "PRODUCT#nobody 2026-10-25");
    }

    @Test
    void another_export_of_the_same_events_has_no_difference_and_one_without_an_event_has_some() throws Exception {
        writeEvents(folder.resolve("same"), "03-same", events.reversed(), false);
        assertThat(compare("same").differences()).isEmpty();
        writeEvents(folder.resolve("less"), "04-less", events.subList(1, events.size()), false);
        List<Difference> expected = new ArrayList<>();
        RowComparison.compareTotals(rows(events), rows(events.subList(1, events.size())), expected);
        RecordedEvent missing = events.getFirst();
        long left = events.stream()
                .filter(event -> event.event().orderId().equals(missing.event().orderId()))
                .skip(1)
                .count();
        expected.add(new Difference(
                OrderRow.PREFIX + missing.event().orderId(),
                "has applied other events than the " + (left + 1) + " that are stored (" + left + ")"));
        assertThat(left).isPositive();
        assertThat(compare("less").differences()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void what_is_too_wide_for_sums_is_compared_as_well() throws Exception {
        List<RecordedEvent> more = new ArrayList<>(events);
        more.add(placed("5000000000"));
        writeEvents(folder.resolve("events"), "02-wide", List.of(placed("5000000000")), true);
        writeEvents(folder.resolve("same"), "03-same", more, false);
        Report report = compare("same");
        assertThat(report.differences()).isEmpty();
        assertThat(report.rowCount())
                .isEqualTo(rows(more).size() + histories(more).size());
        more.set(events.size(), placed("5000000000.01"));
        writeEvents(folder.resolve("other"), "04-other", more, false);
        assertThat(compare("other").differences())
                .extracting(Difference::row)
                .containsExactlyInAnyOrder(
                        OrderRow.PREFIX + "order",
                        "ALL 2026-11-24T13",
                        "CUSTOMER#customer 2026-11-24T13",
                        "PRODUCT#sku 2026-11-24T13");
    }

    private static RecordedEvent placed(String unitPrice) {
        String detail = """
                {"eventId":"event","orderId":"order","occurredAt":"2026-11-24T12:00:00Z","customerId":"customer",\
                "currency":"EUR","lines":[{"sku":"sku","quantity":1,"unitPrice":%s}]}""".formatted(unitPrice);
        return new RecordedEvent(EventCodec.stored("OrderPlaced", detail), "shop", NOW, detail);
    }

    @Test
    void incremental_exports_go_on_where_the_full_one_ended_and_may_overlap_it() throws Exception {
        Path root = folder.resolve("parts");
        writeEvents(root, "05-full", events.subList(0, 600), false);
        writeEvents(root, "06-more", events.subList(500, events.size()), true);
        assertThat(compare("parts").differences()).isEmpty();
    }

    @Test
    void an_event_that_was_removed_is_named() throws Exception {
        RecordedEvent first = events.getFirst();
        write(
                folder.resolve("events"),
                "07-removed",
                "purchase-orders-test",
                List.of("{\"Metadata\":{},\"Keys\":{\"orderId\":{\"S\":\""
                        + first.event().orderId() + "\"},\"timestamp\":{\"S\":\""
                        + first.event().key().timestamp() + "\"}},\"OldImage\":{}}"),
                true);
        writeEvents(folder.resolve("less"), "08-less", events.subList(1, events.size()), false);
        assertThat(compare("less").differences())
                .extracting(difference -> difference.finding())
                .containsExactly("event " + first.event().eventId() + " of order "
                        + first.event().orderId() + " was removed after it was stored");
    }

    private void assertDamaged(Path file, String what) {
        assertThatThrownBy(() -> replayed(MEMORY))
                .isInstanceOf(ExportProblem.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(what);
    }

    private Path file(String name) {
        return folder.resolve("events/AWSDynamoDB/01-full").resolve(name);
    }

    @Test
    void a_truncated_file_is_named() throws Exception {
        Path data = file("data/01-full-a.json.gz");
        byte[] bytes = Files.readAllBytes(data);
        Files.write(data, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertDamaged(data, "truncated");
    }

    @Test
    void a_file_with_another_checksum_is_named() throws Exception {
        Path data = file("data/01-full-b.json.gz");
        byte[] bytes = Files.readAllBytes(data);
        bytes[4] ^= 1; // the time in gzip's header, which nothing else checks
        Files.write(data, bytes);
        assertDamaged(data, "checksum");
    }

    @Test
    void a_missing_file_is_named() throws Exception {
        Path data = file("data/01-full-b.json.gz");
        Files.delete(data);
        assertDamaged(data, "missing");
    }

    @Test
    void a_manifest_with_another_checksum_or_without_one_is_named() throws Exception {
        Path manifest = file("manifest-files.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"itemCount\":0", "\"itemCount\":1"));
        assertDamaged(manifest, "checksum");
        Files.writeString(manifest, text);
        Files.delete(file("manifest-files.md5"));
        assertDamaged(file("manifest-files.md5"), "missing");
    }

    @Test
    void a_wrong_count_of_items_is_named() throws Exception {
        Path manifest = file("manifest-files.json");
        String text = Files.readString(manifest).replace("\"itemCount\":0", "\"itemCount\":1");
        Files.writeString(manifest, text);
        Files.writeString(file("manifest-files.md5"), ExportFolder.md5(Files.readAllBytes(manifest)));
        assertDamaged(file("manifest-summary.json"), "counts");
        Path summary = file("manifest-summary.json");
        Files.writeString(
                summary,
                Files.readString(summary)
                        .replace("\"itemCount\":" + events.size(), "\"itemCount\":" + (events.size() + 1)));
        Files.writeString(file("manifest-summary.md5"), ExportFolder.md5(Files.readAllBytes(summary)));
        assertDamaged(file("01-full-empty.json.gz"), "has 0 items");
    }

    @Test
    void a_folder_without_an_export_says_what_is_missing() {
        assertThatThrownBy(() -> ExportFolder.under(folder.resolve("events/AWSDynamoDB/01-full/data")))
                .isInstanceOf(ExportProblem.class)
                .hasMessageContaining("manifest-summary.json");
    }
}
