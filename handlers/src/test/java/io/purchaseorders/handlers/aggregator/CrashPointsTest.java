package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Every crash point of one scenario: three orders, late events, a shard and its child. The invocation dies before or after
 * each single write; what follows is redelivered whole, in halves, and record by record.
 */
@NullMarked
class CrashPointsTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
    private static final Map<String, Optional<String>> LINEAGE =
            Map.of("parent", Optional.empty(), "child", Optional.of("parent"));

    /** One writer, so that the writes of a run stand in one order and each of them is a crash point of its own. */
    private static final ExecutorService ONE_WRITER = Executors.newSingleThreadExecutor();

    /** How large the batches are that follow the crash; all at once, halves, one by one. */
    private static final List<Integer> CUTS = List.of(Integer.MAX_VALUE, 3, 1);

    private record Delivery(String shard, List<RecordedEvent> events) {}

    private static RecordedEvent event(OrderEvent event) {
        return Samples.recorded(event, MORNING);
    }

    private static Header header(String orderId, String eventId, int minute) {
        return new Header(eventId, orderId, MORNING.plusSeconds(60L * minute));
    }

    private static RecordedEvent placed(String orderId, int minute) {
        return event(new OrderPlaced(
                header(orderId, "placed", minute),
                "customer-" + orderId,
                "EUR",
                Samples.content(Samples.line("a", "2", "3.50"), Samples.line(orderId, "1", "10"))));
    }

    private static final List<Delivery> SCENARIO = List.of(
            new Delivery(
                    "parent",
                    List.of(
                            placed("one", 10),
                            event(new OrderConfirmed(header("two", "confirmed", 70))),
                            event(new OrderShipped(header("one", "shipped", 90), Optional.empty(), Optional.empty())),
                            placed("two", 5),
                            placed("three", 20),
                            event(new OrderConfirmed(header("one", "confirmed", 30))))),
            new Delivery(
                    "child",
                    List.of(
                            event(new OrderAmended(
                                    header("one", "amended", 15), Samples.content(Samples.line("a", "5", "3.50")))),
                            event(new OrderCancelled(header("three", "cancelled", 200), Optional.empty())),
                            event(new OrderAmended(
                                    header("three", "amended", 100), Samples.content(Samples.line("b", "1", "0.01")))),
                            placed("two", 1440))));

    /** Runs the scenario with one crash; answers the rows, and whether the crash point was reached. */
    private static boolean runs(int crashAt, boolean afterwards, int cut, Map<String, String> rows) {
        InMemoryProjections totals = new InMemoryProjections();
        InMemoryEventStore events = new InMemoryEventStore();
        SCENARIO.forEach(delivery -> delivery.events().forEach(events::append));
        CrashingStores crashing = new CrashingStores(
                new Stores(events, totals, totals, new InMemoryRejectionStore(), new InMemoryQuarantineStore()));
        Aggregation aggregation = new Aggregation(crashing.stores(), arn -> LINEAGE, ZoneOffset.UTC, ONE_WRITER);
        crashing.crashAt(crashAt, afterwards);
        boolean crashed = false;
        for (Delivery delivery : SCENARIO) {
            try {
                aggregation.apply(delivery.shard(), "arn", records(delivery));
            } catch (CrashingStores.Crash died) {
                crashed = true;
                crashing.never();
                List<StreamRecord> records = records(delivery);
                for (int from = 0; from < records.size(); from += Math.min(cut, records.size())) {
                    aggregation.apply(delivery.shard(), "arn", records.subList(from, (int)
                            Math.min(records.size(), (long) from + cut)));
                }
            }
        }
        totals.allTotals()
                .forEach(row -> rows.put(row.key().toString(), row.measures().toString()));
        totals.allOrdersByDay().forEach(entry -> rows.put(entry.toString(), ""));
        rows.put("books", totals.recordCounts().toString());
        totals.allOrders().forEach(row -> rows.put(row.order().orderId(), row.toString()));
        return crashed;
    }

    private static List<StreamRecord> records(Delivery delivery) {
        List<StreamRecord> records = new ArrayList<>();
        delivery.events()
                .forEach(event -> records.add(new StreamRecord.Insert(
                        new SequencedEvent(SequenceNumber.of(String.valueOf(records.size() + 1)), event))));
        return records;
    }

    @Test
    void a_crash_at_every_single_write_and_any_redelivery_end_in_the_same_rows() {
        Map<String, String> expected = new TreeMap<>();
        assertThat(runs(Integer.MAX_VALUE, false, 1, expected)).isFalse();
        int points = 0;
        for (boolean afterwards : new boolean[] {false, true}) {
            for (int cut : CUTS) {
                int write = 0;
                Map<String, String> rows = new TreeMap<>();
                while (runs(write, afterwards, cut, rows)) {
                    assertThat(rows)
                            .as("crash %s write %d, redelivered by %d", afterwards ? "after" : "before", write, cut)
                            .isEqualTo(expected);
                    rows.clear();
                    write++;
                    points++;
                }
            }
        }
        System.out.println(points + " crash points, each redelivered to the same rows");
        assertThat(points).isGreaterThan(100);
        assertThat(expected.keySet().stream().collect(Collectors.toSet())).contains("one", "two", "three");
    }
}
