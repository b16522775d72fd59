package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.store.EventStore;
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

/** One batch, start to end: read the orders, plan, write, remember the batch as complete. */
final class Aggregation {

    /** What the aggregation works on. */
    record Stores(EventStore events, TotalsStore totals, ShardStore shards, RejectionStore rejections) {}

    private final Stores stores;
    private final ShardRegistry registry;
    private final BatchWriter writer;
    private final ZoneId zone;

    Aggregation(Stores stores, ShardLineage lineage, ZoneId zone, ExecutorService writers) {
        this.stores = stores;
        this.registry = new ShardRegistry(stores.shards(), lineage);
        this.writer = new BatchWriter(stores.totals(), writers);
        this.zone = zone;
    }

    Counts apply(String shardId, String streamArn, List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return new Counts(0, 0, 0, 0, 0, 0);
        }
        Optional<ShardCursor> cursor = registry.cursor(shardId, streamArn);
        if (cursor.isEmpty()) {
            return new Counts(arrivals.size(), 0, arrivals.size(), 0, 0, 0);
        }
        BatchPlan plan = plan(arrivals);
        writer.write(plan, cursor.get());
        plan.conflicts()
                .forEach(conflict -> stores.rejections().add(Rejection.conflict(conflict.counts(), conflict.loses())));
        stores.shards().complete(shardId, arrivals.getLast().at(), newest(arrivals));
        return plan.counts();
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

    private static Optional<Instant> newest(List<Arrival> arrivals) {
        return arrivals.stream().map(arrival -> arrival.event().recordedAt()).max(Instant::compareTo);
    }
}
