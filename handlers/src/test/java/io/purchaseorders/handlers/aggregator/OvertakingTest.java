package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Two processes on the same tables, each with what it remembers of them. */
@NullMarked
class OvertakingTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
    private static final Map<String, Optional<String>> LINEAGE =
            Map.of("parent", Optional.empty(), "child", Optional.of("parent"), "other", Optional.empty());
    private static final ExecutorService ONE_WRITER = Executors.newSingleThreadExecutor();

    private final InMemoryProjections totals = new InMemoryProjections();
    private final InMemoryEventStore events = new InMemoryEventStore();
    private int refused;

    private Aggregation process(ProjectionStore store) {
        Stores stores = new Stores(events, store, totals, new InMemoryRejectionStore(), new InMemoryQuarantineStore());
        return new Aggregation(stores, arn -> LINEAGE, ZoneOffset.UTC, ONE_WRITER);
    }

    private static StreamRecord placed(int number) {
        OrderPlaced event = new OrderPlaced(
                new Header("placed", "order-" + number, MORNING),
                "c",
                "EUR",
                Samples.content(Samples.line("a", "1", "2")));
        RecordedEvent recorded = Samples.recorded(event, MORNING.plusSeconds(number));
        return new StreamRecord.Insert(new SequencedEvent(SequenceNumber.of(String.valueOf(number)), recorded));
    }

    /** The store, in which order rows turn out to have changed so many times. */
    private ProjectionStore changingOrders(int times) {
        return (ProjectionStore) Proxy.newProxyInstance(
                ProjectionStore.class.getClassLoader(),
                new Class<?>[] {ProjectionStore.class},
                (proxy, called, arguments) -> {
                    if (called.getName().equals("putOrder") && refused < times) {
                        refused++;
                        return false;
                    }
                    try {
                        return called.invoke(totals, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private int version(int number) {
        return totals.orders(Set.of("order-" + number)).values().stream()
                .mapToInt(OrderRow::version)
                .sum();
    }

    @Test
    void an_order_that_changed_meanwhile_is_planned_again_until_it_did_not() {
        Applied applied = process(changingOrders(Aggregation.ATTEMPTS - 1)).apply("parent", "arn", List.of(placed(1)));
        assertThat(applied.recordCounts()).isEqualTo(RecordCounts.APPLIED);
        assertThat(applied.recordedThrough()).contains(MORNING.plusSeconds(1));
        assertThat(applied.writes())
                .as("seven rows of totals that hold it already, its day's, its order's and its shard's")
                .isEqualTo(10);
        assertThat(version(1)).isEqualTo(1);
    }

    @Test
    void an_order_that_never_rests_is_left_to_the_next_invocation() {
        Aggregation process = process(changingOrders(Integer.MAX_VALUE));
        assertThatThrownBy(() -> process.apply("parent", "arn", List.of(placed(1))))
                .isInstanceOf(BatchWriter.OvertakenException.class);
        assertThat(refused).isEqualTo(Aggregation.ATTEMPTS);
    }

    @Test
    void a_batch_of_a_closed_shard_has_nothing_to_do() {
        process(totals).apply("parent", "arn", List.of(placed(1), placed(2)));
        process(totals).apply("child", "arn", List.of(placed(3)));
        assertThat(process(totals).apply("parent", "arn", List.of(placed(1), placed(2))))
                .isEqualTo(Applied.nothing(2));
        assertThat(totals.recordCounts()).isEqualTo(new RecordCounts(3, 3, 0, 0, 0, 0));
    }

    @Test
    void a_process_that_does_not_know_yet_that_a_shard_was_closed_looks_again_and_goes_on() {
        Aggregation process = process(totals);
        process.apply("parent", "arn", List.of(placed(1)));
        process.apply("other", "arn", List.of(placed(2)));
        process(totals).apply("child", "arn", List.of(placed(3)));
        assertThat(process.apply("other", "arn", List.of(placed(4))).recordCounts())
                .isEqualTo(RecordCounts.APPLIED);
    }

    @Test
    void records_that_another_process_completed_meanwhile_are_counted_once() {
        Aggregation first = process(totals);
        first.apply("parent", "arn", List.of(placed(1)));
        process(totals).apply("parent", "arn", List.of(placed(2)));
        assertThat(first.apply("parent", "arn", List.of(placed(2), placed(3))).recordCounts())
                .isEqualTo(RecordCounts.APPLIED);
        assertThat(first.apply("parent", "arn", List.of(placed(2), placed(3))).recordCounts())
                .isEqualTo(RecordCounts.NONE);
        assertThat(totals.recordCounts()).isEqualTo(new RecordCounts(3, 3, 0, 0, 0, 0));
    }

    @Test
    void a_shard_is_complete_up_to_its_newest_event_and_its_child_begins_there() {
        Aggregation process = process(totals);
        process.apply("parent", "arn", List.of(placed(2), placed(3)));
        process.apply(
                "child",
                "arn",
                List.of(new StreamRecord.Release(SequenceNumber.of("9"), new EventRef("nobody", "never"))));
        assertThat(totals.shards())
                .filteredOn(shard -> Set.of("parent", "child").contains(shard.shardId()))
                .hasSize(2)
                .extracting(ShardRow::recordedThrough)
                .containsOnly(Optional.of(MORNING.plusSeconds(3)));
    }
}
