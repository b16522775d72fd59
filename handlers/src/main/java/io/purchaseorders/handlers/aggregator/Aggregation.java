package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.handlers.store.EventStore;
import io.purchaseorders.handlers.store.QuarantineStore;
import io.purchaseorders.handlers.store.QuarantineStore.EventRef;
import io.purchaseorders.handlers.store.QuarantineStore.Marks;
import io.purchaseorders.handlers.store.QuarantineStore.SetAside;
import io.purchaseorders.handlers.store.QuarantineStore.Violation;
import io.purchaseorders.handlers.store.Rejection;
import io.purchaseorders.handlers.store.RejectionStore;
import io.purchaseorders.handlers.store.ShardCursor;
import io.purchaseorders.handlers.store.ShardStore;
import io.purchaseorders.handlers.store.TotalsStore;
import io.purchaseorders.projections.BatchPlan;
import io.purchaseorders.projections.BatchPlan.Counts;
import io.purchaseorders.projections.BatchPlanner;
import io.purchaseorders.projections.BatchPlanner.Arrival;
import io.purchaseorders.projections.OrderRow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One batch, start to end: read the orders, plan, write, remember the batch as complete. */
final class Aggregation {

    /** What the aggregation works on. */
    record Stores(
            EventStore events,
            TotalsStore totals,
            ShardStore shards,
            RejectionStore rejections,
            QuarantineStore quarantine) {}

    private final Stores stores;
    private final ShardRegistry registry;
    private final BatchWriter writer;
    private final ZoneId zone;

    Aggregation(Stores stores, ShardLineage lineage, ZoneId zone, ExecutorService writers) {
        this.stores = stores;
        this.registry = new ShardRegistry(stores.shards(), lineage);
        this.writer = new BatchWriter(stores.totals(), stores.quarantine(), writers);
        this.zone = zone;
    }

    Counts apply(String shardId, String streamArn, List<StreamRecord> records) {
        if (records.isEmpty()) {
            return new Counts(0, 0, 0, 0, 0, 0);
        }
        Optional<ShardCursor> cursor = registry.cursor(shardId, streamArn);
        if (cursor.isEmpty()) {
            return new Counts(records.size(), 0, records.size(), 0, 0, 0);
        }
        Marks marks = stores.quarantine().marks();
        records.forEach(record -> keep(record, shardId));
        BatchPlan plan = plan(arrivals(records, marks));
        Set<EventRef> setAside = setAside(plan, shardId);
        // Before the order rows: once those are written, a retry plans nothing and would not know of the conflicts.
        plan.conflicts()
                .forEach(conflict -> stores.rejections().add(Rejection.conflict(conflict.counts(), conflict.loses())));
        writer.write(plan, cursor.get(), marks.rows());
        releases(records).filter(event -> !setAside.contains(event)).forEach(this::released);
        stores.shards().complete(shardId, records.getLast().at(), newest(records));
        return plan.counts();
    }

    /** What is never applied is kept before anything is applied without it. */
    private void keep(StreamRecord record, String shardId) {
        switch (record) {
            case StreamRecord.Unreadable unreadable ->
                stores.quarantine()
                        .setAside(new SetAside(
                                unreadable.event(),
                                unreadable.reason(),
                                shardId,
                                unreadable.at(),
                                unreadable.payload()));
            case StreamRecord.Tampering tampering ->
                stores.quarantine().record(new Violation(tampering.event(), tampering.kind(), shardId, tampering.at()));
            case StreamRecord.Insert insert -> {}
            case StreamRecord.Release release -> {}
        }
    }

    /** The decision to go on without an event is durable before any row is written without it. */
    private Set<EventRef> setAside(BatchPlan plan, String shardId) {
        return plan.setAside().stream()
                .map(aside -> {
                    EventRef event = ref(aside.arrival().event());
                    stores.quarantine()
                            .setAside(new SetAside(
                                    event,
                                    aside.reason(),
                                    shardId,
                                    aside.arrival().at(),
                                    aside.arrival().event().detail()));
                    return event;
                })
                .collect(Collectors.toUnmodifiableSet());
    }

    private static EventRef ref(RecordedEvent event) {
        return new EventRef(event.event().orderId(), event.event().key().timestamp());
    }

    private static Stream<EventRef> releases(List<StreamRecord> records) {
        return records.stream()
                .filter(StreamRecord.Release.class::isInstance)
                .map(record -> ((StreamRecord.Release) record).event());
    }

    /** Only what can be read now has been applied. */
    private void released(EventRef event) {
        if (stored(event).isPresent()) {
            stores.quarantine().applied(event);
        }
    }

    private Optional<RecordedEvent> stored(EventRef event) {
        return stores.events().history(event.orderId()).stream()
                .filter(stored -> stored.event().key().timestamp().equals(event.timestamp()))
                .findFirst();
    }

    /** New events, but for those that are set aside; and those that are released, at the place of their release. */
    private List<Arrival> arrivals(List<StreamRecord> records, Marks marks) {
        return records.stream().flatMap(record -> arrivals(record, marks)).toList();
    }

    private Stream<Arrival> arrivals(StreamRecord record, Marks marks) {
        return switch (record) {
            case StreamRecord.Insert insert ->
                marks.events().contains(ref(insert.arrival().event())) ? Stream.of() : Stream.of(insert.arrival());
            case StreamRecord.Release release ->
                stored(release.event()).map(event -> new Arrival(release.at(), event)).stream();
            case StreamRecord.Unreadable unreadable -> Stream.of();
            case StreamRecord.Tampering tampering -> Stream.of();
        };
    }

    private BatchPlan plan(List<Arrival> arrivals) {
        Set<String> orderIds = arrivals.stream()
                .map(arrival -> arrival.event().event().orderId())
                .collect(Collectors.toUnmodifiableSet());
        Map<String, OrderRow> rows = stores.totals().orders(orderIds);
        Map<String, List<RecordedEvent>> histories = new HashMap<>();
        BatchPlanner.lateOrders(arrivals, rows)
                .forEach(orderId -> histories.put(orderId, stores.events().history(orderId)));
        return BatchPlanner.plan(arrivals, rows, histories, zone);
    }

    private static Optional<Instant> newest(List<StreamRecord> records) {
        return records.stream()
                .filter(StreamRecord.Insert.class::isInstance)
                .map(record -> ((StreamRecord.Insert) record).arrival().event().recordedAt())
                .max(Instant::compareTo);
    }
}
