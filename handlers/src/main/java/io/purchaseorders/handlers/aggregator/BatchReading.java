package io.purchaseorders.handlers.aggregator;

import static io.purchaseorders.handlers.aggregator.RecordOutcomes.ref;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlan;
import io.purchaseorders.projections.batch.BatchPlan.OrderWrite;
import io.purchaseorders.projections.batch.BatchPlanner;
import io.purchaseorders.projections.batch.BatchPlanner.Arrival;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.QuarantineStore.EventRef;
import io.purchaseorders.stores.QuarantineStore.Marks;
import io.purchaseorders.stores.QuarantineStore.SetAside;
import io.purchaseorders.stores.QuarantineStore.Violation;
import io.purchaseorders.stores.TotalsStore.OrderRows;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything up to a batch's plan. What the plan leaves out is set aside before this ends: durably, and so before
 * anything is applied without it.
 */
final class BatchReading {

    private static final String TOO_LARGE = "the order's row would get too large";

    private final Stores stores;
    private final ZoneId zone;

    BatchReading(Stores stores, ZoneId zone) {
        this.stores = stores;
        this.zone = zone;
    }

    /**
     * A batch as it will be written.
     *
     * @param orders the orders' rows, as they are after the batch
     * @param marks what was set aside before, with what the batch brings back
     * @param setAside what this batch sets aside
     * @param violations changes of immutable events
     */
    record Read(
            BatchPlan plan,
            Map<String, OrderRow> orders,
            Marks marks,
            Set<EventRef> setAside,
            List<EventRef> violations) {}

    Read read(List<StreamRecord> records, Marks before, String shardId) {
        Set<EventRef> setAside = new HashSet<>();
        List<EventRef> violations = records.stream()
                .flatMap(record -> keep(record, shardId, setAside).stream())
                .toList();
        Map<EventRef, RecordedEvent> released = released(records);
        List<Arrival> arrivals = records.stream()
                .flatMap(record -> arrival(record, before, released))
                .toList();
        OrderRows found = stores.totals().find(orderIds(arrivals));
        Marks marks = recover(records, before, released, found, shardId);
        BatchPlan plan = plan(without(arrivals, found, shardId, setAside), found.rows());
        Set<String> tooLarge = plan.orders().stream()
                .map(OrderWrite::row)
                .filter(row -> !stores.totals().fits(row))
                .map(row -> row.order().orderId())
                .collect(Collectors.toUnmodifiableSet());
        if (!tooLarge.isEmpty()) {
            OrderRows fit = new OrderRows(
                    found.rows(),
                    tooLarge.stream().collect(Collectors.toMap(orderId -> orderId, orderId -> TOO_LARGE)));
            plan = plan(without(without(arrivals, found, shardId, setAside), fit, shardId, setAside), found.rows());
        }
        for (BatchPlan.SetAside aside : plan.setAside()) {
            setAside(aside.arrival(), aside.reason(), shardId, setAside);
        }
        Map<String, OrderRow> orders = new HashMap<>(found.rows());
        for (OrderWrite write : plan.orders()) {
            orders.put(write.row().order().orderId(), write.row());
        }
        return new Read(plan, orders, marks, setAside, violations);
    }

    /** What is never applied is kept before anything is applied without it. Answers the event that was changed, if one was. */
    private Optional<EventRef> keep(StreamRecord record, String shardId, Set<EventRef> setAside) {
        return switch (record) {
            case StreamRecord.Unreadable unreadable -> {
                setAside.add(unreadable.event());
                stores.quarantine()
                        .setAside(new SetAside(
                                unreadable.event(),
                                unreadable.reason(),
                                shardId,
                                unreadable.at(),
                                unreadable.payload()));
                yield Optional.empty();
            }
            case StreamRecord.Tampering tampering -> {
                stores.quarantine().record(new Violation(tampering.event(), tampering.kind(), shardId, tampering.at()));
                yield Optional.of(tampering.event());
            }
            case StreamRecord.Insert insert -> Optional.empty();
            case StreamRecord.Release release -> Optional.empty();
        };
    }

    private void setAside(Arrival arrival, String reason, String shardId, Set<EventRef> setAside) {
        setAside.add(ref(arrival.event()));
        stores.quarantine()
                .setAside(new SetAside(
                        ref(arrival.event()),
                        reason,
                        shardId,
                        arrival.at(),
                        arrival.event().detail()));
    }

    /** New events, but for those that are set aside; and those that are released, at the place of their release. */
    private static Stream<Arrival> arrival(StreamRecord record, Marks marks, Map<EventRef, RecordedEvent> released) {
        return switch (record) {
            case StreamRecord.Insert insert ->
                marks.events().contains(ref(insert.arrival().event())) ? Stream.of() : Stream.of(insert.arrival());
            case StreamRecord.Release release ->
                Optional.ofNullable(released.get(release.event()))
                        .map(event -> new Arrival(release.at(), event))
                        .stream();
            case StreamRecord.Unreadable unreadable -> Stream.of();
            case StreamRecord.Tampering tampering -> Stream.of();
        };
    }

    /** Only what can be read now can be applied. */
    private Map<EventRef, RecordedEvent> released(List<StreamRecord> records) {
        Map<EventRef, RecordedEvent> released = new HashMap<>();
        for (StreamRecord record : records) {
            if (record instanceof StreamRecord.Release release) {
                stores.events().history(release.event().orderId()).stream()
                        .filter(stored -> ref(stored).equals(release.event()))
                        .findFirst()
                        .ifPresent(stored -> released.put(release.event(), stored));
            }
        }
        return released;
    }

    /**
     * A release of what no batch counted, because the stream gave it up: the mark says so to every retry, and goes once
     * the event is applied.
     */
    private Marks recover(
            List<StreamRecord> records,
            Marks before,
            Map<EventRef, RecordedEvent> released,
            OrderRows found,
            String shardId) {
        Set<EventRef> inserted = new HashSet<>();
        for (StreamRecord record : records) {
            if (record instanceof StreamRecord.Insert insert) {
                inserted.add(ref(insert.arrival().event()));
            }
        }
        Set<EventRef> events = new HashSet<>(before.events());
        Set<EventRef> recovered = new HashSet<>(before.recovered());
        RecordOutcomes now = new RecordOutcomes(found.rows(), before, Set.of());
        for (StreamRecord record : records) {
            if (record instanceof StreamRecord.Release release
                    && released.containsKey(release.event())
                    && !inserted.contains(release.event())
                    && !now.holds(release.event())
                    && events.add(release.event())) {
                recovered.add(release.event());
                setAside(
                        new Arrival(release.at(), released.get(release.event())),
                        QuarantineStore.RECOVERED,
                        shardId,
                        new HashSet<>());
            }
        }
        return new Marks(events, recovered, before.rows());
    }

    /** The arrivals whose order's row can be read and written; the others are set aside. */
    private List<Arrival> without(List<Arrival> arrivals, OrderRows found, String shardId, Set<EventRef> setAside) {
        List<Arrival> others = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            String reason = found.unreadable().get(arrival.event().event().orderId());
            if (reason == null) {
                others.add(arrival);
            } else {
                setAside(arrival, reason, shardId, setAside);
            }
        }
        return others;
    }

    private static Set<String> orderIds(List<Arrival> arrivals) {
        return arrivals.stream()
                .map(arrival -> arrival.event().event().orderId())
                .collect(Collectors.toUnmodifiableSet());
    }

    private BatchPlan plan(List<Arrival> arrivals, Map<String, OrderRow> rows) {
        Map<String, List<RecordedEvent>> histories = new HashMap<>();
        BatchPlanner.lateOrders(arrivals, rows)
                .forEach(orderId -> histories.put(orderId, stores.events().history(orderId)));
        return BatchPlanner.plan(arrivals, rows, histories, zone);
    }
}
