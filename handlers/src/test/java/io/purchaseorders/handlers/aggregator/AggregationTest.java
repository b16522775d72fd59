package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Seeds;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Random schedules of crashes, redeliveries and cuts; the rows must be those of a fold from scratch. */
@NullMarked
class AggregationTest {

    private static final ExecutorService WRITERS =
            Executors.newFixedThreadPool(4, Thread.ofVirtual().factory());

    @Test
    void crashes_at_any_write_and_redelivery_in_any_cut_end_in_the_rows_of_a_fold_from_scratch() {
        Seeds.eachSchedule(AggregationTest::schedule);
    }

    private static void schedule(long seed) {
        Random random = new Random(seed);
        List<RecordedEvent> recorded = new RandomHistories(seed).recorded(3, 6);
        InMemoryProjections totals = new InMemoryProjections();
        InMemoryEventStore events = new InMemoryEventStore();
        InMemoryRejectionStore rejections = new InMemoryRejectionStore();
        recorded.forEach(events::append);
        CrashingStores crashing =
                new CrashingStores(new Stores(events, totals, totals, rejections, new InMemoryQuarantineStore()));
        int split = random.nextInt(recorded.size() + 1);
        Map<String, Optional<String>> lineage = Map.of("parent", Optional.empty(), "child", Optional.of("parent"));
        Aggregation aggregation = new Aggregation(crashing.stores(), arn -> lineage, ZoneOffset.UTC, WRITERS);

        deliver(aggregation, crashing, "parent", sequenced(recorded.subList(0, split)), random);
        deliver(aggregation, crashing, "child", sequenced(recorded.subList(split, recorded.size())), random);

        assertThat(Rows.of(totals)).isEqualTo(Rows.fromScratch(recorded));
        // Each record counts once, whatever crashed between its rows and the end of its batch.
        assertThat(totals.recordCounts()).isEqualTo(new RecordCounts(recorded.size(), recorded.size(), 0, 0, 0, 0));
        assertThat(rejections
                        .newestFirst(Optional.empty(), Optional.empty(), Optional.empty())
                        .map(Rejection::detail))
                .containsExactlyInAnyOrderElementsOf(losers(recorded));
        recorded.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId()))
                .forEach((orderId, stored) -> assertThat(totals.orders(java.util.Set.of(orderId)))
                        .containsEntry(orderId, OrderRow.of(orderId, stored)));
    }

    /** What lost against another content under its event id, and so must be found among the rejections. */
    private static List<String> losers(List<RecordedEvent> recorded) {
        return recorded.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId()))
                .values()
                .stream()
                .flatMap(stored -> History.of(stored).conflicts().stream())
                .map(conflict -> conflict.loses().detail())
                .toList();
    }

    private static List<StreamRecord> sequenced(List<RecordedEvent> events) {
        List<StreamRecord> sequenced = new ArrayList<>();
        events.forEach(event -> sequenced.add(new StreamRecord.Insert(
                new SequencedEvent(SequenceNumber.of(String.valueOf(sequenced.size() + 1)), event))));
        return sequenced;
    }

    private static void deliver(
            Aggregation aggregation,
            CrashingStores crashing,
            String shard,
            List<StreamRecord> sequenced,
            Random random) {
        int done = 0;
        while (done < sequenced.size()) {
            int from = Math.max(0, done - random.nextInt(3));
            int to = done + 1 + random.nextInt(sequenced.size() - done);
            if (random.nextBoolean()) {
                crashing.crashAt(random.nextInt(12), random.nextBoolean());
            } else {
                crashing.never();
            }
            try {
                aggregation.apply(shard, "arn", sequenced.subList(from, to));
                done = to;
            } catch (CrashingStores.Crash died) {
                assertThat(died).isNotNull();
            }
        }
        crashing.never();
    }
}
