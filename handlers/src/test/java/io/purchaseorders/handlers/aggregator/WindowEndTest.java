package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.handlers.aggregator.WindowEnd.Closed;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.Checkpoint;
import io.purchaseorders.stores.dynamodb.LocalTables;
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
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The record counts of tumbling windows close, whatever their state lost. */
@NullMarked
class WindowEndTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final InMemoryProjections totals = new InMemoryProjections();
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final CrashingStores crashing = new CrashingStores(
            new Stores(events, totals, totals, new InMemoryRejectionStore(), new InMemoryQuarantineStore()));
    private final Aggregation aggregation =
            new Aggregation(crashing.stores(), arn -> Map.of(), ZoneOffset.UTC, Executors.newSingleThreadExecutor());
    private final List<StreamRecord> records = records();

    private List<StreamRecord> records() {
        List<StreamRecord> read = new ArrayList<>();
        for (RecordedEvent event : new RandomHistories(11).recorded(4, 5)) {
            events.append(event);
            read.add(new StreamRecord.Insert(
                    new SequencedEvent(SequenceNumber.of(String.valueOf(read.size() + 1)), event)));
        }
        return read;
    }

    private Closed end(int window, WindowCounters counters) {
        return aggregation.endWindow(
                "s", START.plusSeconds(60L * window), START.plusSeconds(60L * window + 60), false, counters);
    }

    private static WindowCounters none() {
        return WindowCounters.read(null);
    }

    @Test
    void a_window_says_what_came_of_its_records_and_which_they_were() {
        WindowCounters counters = none().plus(aggregation.apply("s", "arn", records.subList(0, 3)))
                .plus(aggregation.apply("s", "arn", records.subList(1, 5)));
        Closed closed = end(0, WindowCounters.read(counters.write()));
        assertThat(closed.imbalance()).isZero();
        assertThat(totals.checkpoints("s")).singleElement().satisfies(checkpoint -> {
            assertThat(checkpoint.first()).contains(records.getFirst().at());
            assertThat(checkpoint.last()).contains(records.get(4).at());
            assertThat(checkpoint.recordCounts()).isEqualTo(new RecordCounts(5, 5, 0, 0, 0, 0));
            assertThat(checkpoint.seen().delivered()).isEqualTo(7);
            assertThat(checkpoint.seen().completed()).isEqualTo(5);
            assertThat(closed.checkpoint()).contains(checkpoint);
        });
    }

    @Test
    void checkpoints_add_up_to_what_was_applied_when_state_is_lost_and_every_step_dies_once() {
        int windows = 0;
        for (int from = 0; from < records.size(); from += 2) {
            List<StreamRecord> batch = records.subList(from, Math.min(records.size(), from + 2));
            for (int crash = 0; crash < 12; crash++) {
                crashing.crashAt(crash, crash % 2 == 0);
                try {
                    aggregation.apply("s", "arn", batch);
                } catch (CrashingStores.Crash died) {
                    assertThat(died).isNotNull();
                }
            }
            crashing.never();
            aggregation.apply("s", "arn", batch);
            crashing.crashAt(0, windows % 2 == 0);
            try {
                end(windows, none());
            } catch (CrashingStores.Crash died) {
                assertThat(died).isNotNull();
            }
            crashing.never();
            end(windows, none());
            end(Math.max(0, windows - 1), none());
            windows++;
        }
        assertThat(totals.checkpoints("s")).hasSize(windows);
        RecordCounts sum = totals.checkpoints("s").stream()
                .map(Checkpoint::recordCounts)
                .reduce(RecordCounts.NONE, RecordCounts::plus);
        assertThat(sum).isEqualTo(totals.recordCounts());
        assertThat(sum.applied())
                .isEqualTo(totals.allOrders().mapToLong(row -> row.version()).sum())
                .isEqualTo(records.size());
    }

    @Test
    void a_window_that_is_over_is_not_closed_again_and_concerns_its_own_shard_alone() {
        aggregation.apply("other", "arn", records.subList(0, 1));
        aggregation.apply("s", "arn", records.subList(1, 3));
        assertThat(end(1, none()).checkpoint())
                .hasValueSatisfying(checkpoint ->
                        assertThat(checkpoint.recordCounts().received()).isEqualTo(2));
        aggregation.apply("s", "arn", records.subList(3, 4));
        assertThat(end(1, none())).isEqualTo(new Closed(Optional.empty(), 0));
        assertThat(end(0, none())).isEqualTo(new Closed(Optional.empty(), 0));
        assertThat(end(2, none()).checkpoint())
                .hasValueSatisfying(checkpoint ->
                        assertThat(checkpoint.recordCounts().received()).isEqualTo(1));
        assertThat(totals.checkpoints("other")).isEmpty();
    }

    @Test
    void counters_of_a_window_add_up_through_its_state() {
        Applied batch = new Applied(7, RecordCounts.APPLIED, 2, 3, List.of(), 0, List.of(), 0, Optional.empty());
        WindowCounters once = none().plus(batch);
        assertThat(WindowCounters.read(once.write()).plus(batch).seen()).isEqualTo(new Checkpoint.Seen(14, 2, 4, 6));
    }

    @Test
    void a_window_that_saw_more_than_its_shard_counted_is_an_imbalance() {
        aggregation.apply("s", "arn", records.subList(0, 2));
        WindowCounters tooMany = WindowCounters.read(Map.of("completed", "3"));
        assertThat(end(0, tooMany).imbalance()).isEqualTo(1);
    }

    @Test
    void the_last_invocation_of_a_window_keeps_its_checkpoint_and_answers_with_state() {
        aggregation.apply("s", "arn", records.subList(0, 2));
        DynamodbTimeWindowEvent last = DynamodbTimeWindowEvent.builder()
                .withRecords(List.of())
                .withShardId("s")
                .withWindow(TimeWindow.builder()
                        .withStart("2026-11-23T10:00:00Z")
                        .withEnd("2026-11-23T10:01:00Z")
                        .build())
                .withState(Map.of("completed", "2"))
                .withIsFinalInvokeForWindow(true)
                .withIsWindowTerminatedEarly(false)
                .build();
        OrderAggregator function = new OrderAggregator(aggregation, LocalTables.CODES);
        assertThat(function.handleRequest(last, NoContext.INSTANCE).getState()).containsEntry("completed", "2");
        function.handleRequest(last, NoContext.INSTANCE);
        assertThat(totals.checkpoints("s"))
                .singleElement()
                .satisfies(checkpoint ->
                        assertThat(checkpoint.recordCounts().applied()).isEqualTo(2));
    }

    @Test
    void five_hundred_shards_leave_a_bounded_number_of_rows_and_every_count() {
        InMemoryProjections bounded = new InMemoryProjections();
        Stores stores =
                new Stores(events, bounded, bounded, new InMemoryRejectionStore(), new InMemoryQuarantineStore());
        Map<String, Optional<String>> parents = new java.util.HashMap<>();
        IntStream.range(0, 500)
                .forEach(i -> parents.put("s" + i, i == 0 ? Optional.empty() : Optional.of("s" + (i - 1))));
        Aggregation whole =
                new Aggregation(stores, arn -> parents, ZoneOffset.UTC, Executors.newSingleThreadExecutor());
        for (int i = 0; i < 500; i++) {
            whole.apply("s" + i, "arn", records.subList(i % records.size(), i % records.size() + 1));
            whole.endWindow("s" + i, START, START.plusSeconds(60), false, none());
        }
        assertThat(bounded.shards()).hasSizeLessThanOrEqualTo(ShardRegistry.CLOSED_KEPT + 2);
        assertThat(bounded.checkpoints("s0")).isEmpty();
        assertThat(bounded.recordCounts().received()).isEqualTo(500);
    }
}
