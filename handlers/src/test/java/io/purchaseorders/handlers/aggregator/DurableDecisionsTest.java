package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be durable before what: an invocation dies at its first write of one kind, and is looked at. */
@NullMarked
class DurableDecisionsTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
    private static final ExecutorService ONE_WRITER = Executors.newSingleThreadExecutor();
    private static final String DEAD = "the process is gone";

    private final InMemoryProjections totals = new InMemoryProjections();
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryQuarantineStore quarantine = new InMemoryQuarantineStore();

    private static RecordedEvent placed(String orderId) {
        return Samples.recorded(
                new OrderPlaced(
                        new Header("placed", orderId, MORNING),
                        "c",
                        "EUR",
                        Samples.content(Samples.line("a", "1", "2"))),
                MORNING);
    }

    private static RecordedEvent confirmed(String orderId) {
        return Samples.recorded(new OrderConfirmed(new Header("confirmed", orderId, MORNING.plusSeconds(60))), MORNING);
    }

    private void deliver(ProjectionStore store, RecordedEvent first, RecordedEvent second) {
        Stores stores = new Stores(events, store, totals, new InMemoryRejectionStore(), quarantine);
        new Aggregation(stores, arn -> Map.of("shard", Optional.empty()), ZoneOffset.UTC, ONE_WRITER)
                .apply("shard", "arn", List.of(record(1, first), record(2, second)));
    }

    private static StreamRecord record(int number, RecordedEvent event) {
        return new StreamRecord.Insert(new SequencedEvent(SequenceNumber.of(String.valueOf(number)), event));
    }

    /** Dies at the first call of a method. */
    private ProjectionStore dyingAt(String method) {
        return (ProjectionStore) Proxy.newProxyInstance(
                ProjectionStore.class.getClassLoader(),
                new Class<?>[] {ProjectionStore.class},
                (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        throw new IllegalStateException(DEAD);
                    }
                    try {
                        return called.invoke(totals, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    @Test
    void to_leave_an_event_out_is_decided_before_any_row_is_written_without_it() {
        // Its order's row has applied an event that the table no longer holds, so a late one cannot be folded.
        totals.putOrder(OrderRow.of("bad", List.of(confirmed("bad"))), 0);
        assertThatThrownBy(() -> deliver(dyingAt("add"), placed("bad"), placed("good")))
                .hasMessage(DEAD);
        EventRef leftOut = new EventRef("bad", placed("bad").event().key().timestamp());
        assertThat(quarantine.state().events()).containsExactly(leftOut);

        // The cause is mended before the retry: what was decided stays decided until it is released.
        events.append(confirmed("bad"));
        deliver(totals, placed("bad"), placed("good"));
        assertThat(totals.orders(java.util.Set.of("bad", "good")).values().stream()
                        .mapToInt(OrderRow::version))
                .containsExactly(1, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "putOrder"})
    void a_batch_is_complete_only_once_its_last_row_is_written(String diesAt) {
        assertThatThrownBy(() -> deliver(dyingAt(diesAt), placed("one"), placed("two")))
                .hasMessage(DEAD);
        assertThat(totals.shards()).extracting(ShardRow::appliedThrough).containsExactly(Optional.empty());
        deliver(totals, placed("one"), placed("two"));
        assertThat(totals.shards())
                .extracting(ShardRow::appliedThrough)
                .containsExactly(Optional.of(SequenceNumber.of("2")));
    }
}
