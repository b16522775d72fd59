package io.purchaseorders.replay.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.Projections.Rows;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.Replay.Difference;
import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.replay.RowComparison;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import io.purchaseorders.replay.WrittenExports;
import io.purchaseorders.replay.exports.ExportProblem;
import io.purchaseorders.stores.EventCodes;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class ExportComparisonTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final long MEMORY = 64 << 20;

    /** So little that rows are compared in several slices. */
    private static final long LITTLE_MEMORY = 1 << 18;

    @TempDir
    private Path folder;

    private final List<RecordedEvent> events = new RandomHistories(7).recorded(400, 8);

    @BeforeEach
    void writeEvents() throws IOException {
        WrittenExports.full(folder.resolve("events"), "01-full", events);
    }

    private static Rows rows(List<RecordedEvent> events) {
        return Projections.fromScratch(events, ZONE);
    }

    private Report compare(String other) throws IOException, InterruptedException {
        return compare(other, MEMORY);
    }

    private Report compare(String other, long memory) throws IOException, InterruptedException {
        return new ExportComparison(ZONE, memory, 2, EventCodes.WITHOUT_KEY, history -> {})
                .withExport(folder.resolve("events"), folder.resolve(other));
    }

    /** What differs between the rows of two sets of events, row by row. */
    private static List<Difference> differences(List<RecordedEvent> events, List<RecordedEvent> others) {
        Rows expected = rows(events);
        Rows live = rows(others);
        List<Difference> differences = new ArrayList<>();
        TreeSet<String> orders = new TreeSet<>(expected.orders().keySet());
        orders.addAll(live.orders().keySet());
        for (String order : orders) {
            RowComparison.compareOrder(
                    order,
                    expected.orders().containsKey(order)
                            ? StoredOrder.of(expected.orders().get(order))
                            : null,
                    live.orders().containsKey(order)
                            ? StoredOrder.of(live.orders().get(order))
                            : null,
                    differences);
        }
        Map<RowKey, Measures> left = hours(live);
        hours(expected)
                .forEach((row, measures) -> RowComparison.compareTotals(row, measures, left.remove(row), differences));
        left.forEach((row, measures) -> RowComparison.compareTotals(row, Measures.ZERO, measures, differences));
        return differences;
    }

    /** The rows of hours; events are compared with events by these. */
    private static Map<RowKey, Measures> hours(Rows rows) {
        Map<RowKey, Measures> hours = new HashMap<>(rows.totals());
        hours.keySet().removeIf(row -> row.granularity().stream().noneMatch(Granularity.HOUR::equals));
        return hours;
    }

    @Test
    void an_equal_export_of_the_aggregations_has_no_difference() throws Exception {
        WrittenExports.aggregations(folder.resolve("rows"), rows(events));
        Report report = compare("rows");
        assertThat(report.differences()).isEmpty();
        assertThat(report.eventCount()).isEqualTo(events.size());
        assertThat(report.orderCount()).isEqualTo(rows(events).orders().size());
        assertThat(report.rowCount()).isEqualTo(rows(events).totals().size() + report.orderCount());
        Report ofEvents = compare("events");
        assertThat(ofEvents.differences()).isEmpty();
        assertThat(ofEvents.eventCount()).isEqualTo(events.size());
        assertThat(ofEvents.sameOrders())
                .as("what is the same needs no fold")
                .isEqualTo(ofEvents.orderCount())
                .isEqualTo(report.orderCount());
        assertThat(ofEvents.rowCount()).isZero();
    }

    @Test
    void slices_do_not_change_what_is_found() throws Exception {
        WrittenExports.aggregations(folder.resolve("rows"), rows(events.subList(5, events.size())));
        Report report = compare("rows");
        assertThat(report.isEqual()).isFalse();
        assertThat(compare("rows", LITTLE_MEMORY)).isEqualTo(report);
    }

    @Test
    void a_changed_a_missing_and_a_foreign_row_are_found() throws Exception {
        Map<RowKey, Measures> totals = new HashMap<>(rows(events).totals());
        List<RowKey> keys = totals.keySet().stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
        totals.remove(keys.getFirst());
        totals.merge(keys.getLast(), Measures.of(Map.of("units.ordered", new BigDecimal("0.01"))), Measures::plus);
        totals.put(new RowKey("PRODUCT#nobody", "no period"), Measures.of(Map.of("events", BigDecimal.ONE)));
        WrittenExports.aggregations(folder.resolve("rows"), totals, rows(events));
        assertThat(compare("rows").differences())
                .extracting(Difference::row)
                .containsExactlyInAnyOrder(
                        keys.getFirst().aggregationKey() + " " + keys.getFirst().period(),
                        keys.getLast().aggregationKey() + " " + keys.getLast().period(),
                        "PRODUCT#nobody no period");
    }

    @Test
    void an_order_row_without_events_is_found() throws Exception {
        List<RecordedEvent> more = new ArrayList<>(events);
        more.add(placed("1"));
        WrittenExports.aggregations(folder.resolve("rows"), rows(events).totals(), rows(more));
        assertThat(compare("rows").differences())
                .containsExactly(new Difference(OrderRow.PREFIX + "order", "has no events"));
    }

    @Test
    void two_histories_differ_in_the_rows_in_which_what_they_give_from_scratch_differs() throws Exception {
        for (int round = 0; round < 12; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            List<RecordedEvent> first = new RandomHistories(seed).recorded(60, 8);
            List<RecordedEvent> second = new ArrayList<>(first);
            for (int i = random.nextInt(4); i > 0; i--) {
                second.remove(random.nextInt(second.size()));
            }
            second.addAll(new RandomHistories(seed + 1)
                    .recorded(random.nextInt(3), 3).stream()
                            .filter(event -> first.stream()
                                    .noneMatch(other -> other.event()
                                                    .key()
                                                    .equals(event.event().key())
                                            && other.event()
                                                    .orderId()
                                                    .equals(event.event().orderId())))
                            .toList());
            String name = "round-" + round;
            WrittenExports.full(folder.resolve(name), "a", first);
            WrittenExports.full(folder.resolve(name + "-other"), "b", second.reversed());
            Report report = new ExportComparison(ZONE, MEMORY, 3, EventCodes.WITHOUT_KEY, history -> {})
                    .withExport(folder.resolve(name), folder.resolve(name + "-other"));
            assertThat(report.differences())
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(differences(first, second));
            assertThat(report.eventCount()).as("seed %d", seed).isEqualTo(first.size());
            assertThat(report.sameOrders()).as("seed %d", seed).isEqualTo(sameOrders(first, second));
        }
    }

    private static long sameOrders(List<RecordedEvent> events, List<RecordedEvent> others) {
        Map<String, Set<RecordedEvent>> theirs = byOrder(others);
        return byOrder(events).entrySet().stream()
                .filter(order -> order.getValue().equals(theirs.get(order.getKey())))
                .count();
    }

    private static Map<String, Set<RecordedEvent>> byOrder(List<RecordedEvent> events) {
        return events.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId(), Collectors.toSet()));
    }

    @Test
    void what_is_too_wide_for_sums_is_compared_as_well() throws Exception {
        List<RecordedEvent> more = new ArrayList<>(events);
        more.add(placed("500000000000.123456"));
        WrittenExports.incremental(folder.resolve("events"), "02-wide", List.of(more.getLast()));
        WrittenExports.full(folder.resolve("same"), "03-same", more);
        Report report = compare("same");
        assertThat(report.differences()).isEmpty();
        List<RecordedEvent> others = new ArrayList<>(events);
        others.add(placed("500000000000.123457"));
        WrittenExports.full(folder.resolve("other"), "04-other", others);
        Report differing = compare("other");
        assertThat(differing.differences())
                .containsExactlyInAnyOrderElementsOf(differences(more, others))
                .hasSize(3 + 1);
        assertThat(differing.sameOrders()).isEqualTo(differing.orderCount() - 1);
        assertThat(differing.rowCount())
                .as("rows of longer periods are sums of hours")
                .isEqualTo(3 + 1);
    }

    private static RecordedEvent placed(String unitPrice) {
        String detail = """
                {"eventId":"event","orderId":"order","occurredAt":"2026-11-24T12:00:00Z","customerId":"customer",\
                "currency":"EUR","lines":[{"sku":"sku","quantity":"1999.000001","unitPrice":%s}]}""".formatted(unitPrice);
        return new RecordedEvent(EventCodec.stored("OrderPlaced", detail), "shop", NOW, detail);
    }

    @Test
    void an_event_that_was_removed_is_named() throws Exception {
        RecordedEvent first = events.getFirst();
        WrittenExports.removed(folder.resolve("events"), "07-removed", List.of(first));
        WrittenExports.full(folder.resolve("less"), "08-less", events.subList(1, events.size()));
        assertThat(compare("less").differences())
                .extracting(Difference::finding)
                .containsExactly("event " + first.event().eventId() + " of order "
                        + first.event().orderId() + " was removed after it was stored");
    }

    @Test
    void exports_of_the_aggregations_beside_those_of_the_events_are_left_out() throws Exception {
        WrittenExports.aggregations(folder.resolve("events"), rows(events));
        Report report = compare("events");
        assertThat(report.differences()).isEmpty();
        assertThat(report.eventCount()).isEqualTo(events.size());
    }

    @Test
    void exports_of_two_environments_in_one_folder_are_refused_with_their_names() throws Exception {
        WrittenExports.write(folder.resolve("events"), "09-other", "purchase-orders-prod", List.of(), false);
        assertThatThrownBy(() -> compare("events"))
                .isInstanceOf(ExportProblem.class)
                .hasMessageContaining("purchase-orders-prod");
    }
}
