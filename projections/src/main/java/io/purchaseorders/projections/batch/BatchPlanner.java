package io.purchaseorders.projections.batch;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.batch.BatchPlan.Counts;
import io.purchaseorders.projections.batch.BatchPlan.Delta;
import io.purchaseorders.projections.batch.BatchPlan.OrderWrite;
import io.purchaseorders.projections.batch.BatchPlan.SetAside;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderFold;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans a batch of stream records: a function of the records, of the order rows as they were read, and of the histories
 * of those orders that got a late event. Planned again from the same rows, the same records give the same deltas, however
 * the batch is cut.
 */
public final class BatchPlanner {

    private final ZoneId zone;
    private final Map<String, OrderRow> rows;
    private final Map<String, ? extends Collection<RecordedEvent>> histories;
    private final Map<RowKey, List<Delta>> totals = new TreeMap<>(ROW_ORDER);
    private final List<History.Conflict> conflicts = new ArrayList<>();
    private final List<SetAside> setAside = new ArrayList<>();
    private int applied;
    private int anomalies;

    private static final Comparator<RowKey> ROW_ORDER =
            Comparator.comparing(RowKey::aggregationKey).thenComparing(RowKey::period);

    /** One record of the stream: an event and its place. */
    public record Arrival(SequenceNumber at, RecordedEvent event) {
        String orderId() {
            return event.event().orderId();
        }
    }

    private BatchPlanner(
            Map<String, OrderRow> rows, Map<String, ? extends Collection<RecordedEvent>> histories, ZoneId zone) {
        this.rows = new HashMap<>(rows);
        this.histories = histories;
        this.zone = zone;
    }

    /** The orders in which a record comes late, or under a known id, so that their history must be read. */
    public static Set<String> lateOrders(List<Arrival> arrivals, Map<String, OrderRow> rows) {
        Map<String, OrderRow> reached = new HashMap<>();
        Set<String> late = new HashSet<>();
        for (Arrival arrival : arrivals) {
            if (isLate(arrival, rows, reached)) {
                late.add(arrival.orderId());
            }
        }
        return late;
    }

    private static boolean isLate(Arrival arrival, Map<String, OrderRow> rows, Map<String, OrderRow> reached) {
        String orderId = arrival.orderId();
        OrderRow row = reached.getOrDefault(orderId, rows.getOrDefault(orderId, OrderRow.none(orderId)));
        if (row.applied().contains(arrival.event().event().key())) {
            return false;
        }
        boolean late = !row.isNext(arrival.event().event());
        if (!late) {
            reached.put(orderId, next(row, arrival.event()).row());
        }
        return late;
    }

    /**
     * @param arrivals the records of one batch, in stream order
     * @param rows the order rows there are, read consistently
     * @param histories all stored events of at least the {@linkplain #lateOrders late orders}, read after the rows
     * @return where an arrival cannot be folded, it is set aside, and the plan is the one without it
     */
    public static BatchPlan plan(
            List<Arrival> arrivals,
            Map<String, OrderRow> rows,
            Map<String, ? extends Collection<RecordedEvent>> histories,
            ZoneId zone) {
        BatchPlanner planner = new BatchPlanner(rows, histories, zone);
        for (Arrival arrival : arrivals) {
            planner.take(arrival);
        }
        return planner.plan(rows, arrivals.size());
    }

    private void take(Arrival arrival) {
        OrderRow row = rows.getOrDefault(arrival.orderId(), OrderRow.none(arrival.orderId()));
        if (row.applied().contains(arrival.event().event().key())) {
            return;
        }
        try {
            Effect effect = row.isNext(arrival.event().event()) ? step(row, arrival) : refold(row, arrival);
            commit(arrival, effect);
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException unfoldable) {
            setAside.add(new SetAside(arrival, String.valueOf(unfoldable.getMessage())));
        }
    }

    /** What an arrival does; nothing of it counts before all of it is known. */
    private record Effect(
            OrderRow row, Map<RowKey, Measures> contributions, List<History.Conflict> conflicts, int anomalies) {}

    private void commit(Arrival arrival, Effect effect) {
        applied++;
        anomalies += effect.anomalies();
        conflicts.addAll(effect.conflicts());
        rows.put(arrival.orderId(), effect.row());
        for (Map.Entry<RowKey, Measures> added : effect.contributions().entrySet()) {
            totals.computeIfAbsent(added.getKey(), row -> new ArrayList<>())
                    .add(new Delta(arrival.at(), added.getValue()));
        }
    }

    private Effect step(OrderRow row, Arrival arrival) {
        Next next = next(row, arrival.event());
        return new Effect(
                next.row(),
                Projections.contributions(next.step(), zone),
                List.of(),
                next.step().anomaly().isPresent() ? 1 : 0);
    }

    private record Next(OrderRow row, Step step) {}

    private static Next next(OrderRow row, RecordedEvent event) {
        Step step = OrderFold.step(row.order(), event.event());
        OrderRow after = new OrderRow(
                step.after(),
                row.applied().with(event.event().key()),
                Optional.of(OrderRow.Position.of(event.event())));
        return new Next(after, step);
    }

    private Effect refold(OrderRow row, Arrival arrival) {
        String orderId = arrival.orderId();
        List<RecordedEvent> known = new ArrayList<>(applied(row, histories.get(orderId)));
        History before = History.of(known);
        known.add(arrival.event());
        History after = History.of(known);
        return new Effect(
                OrderRow.of(orderId, known),
                Projections.difference(
                        Projections.contributions(after.steps(orderId), zone),
                        Projections.contributions(before.steps(orderId), zone)),
                after.conflicts().stream()
                        .filter(conflict -> !before.conflicts().contains(conflict))
                        .toList(),
                anomalies(after, orderId) - anomalies(before, orderId));
    }

    /** Whatever else the table already holds must not count, or a retry would find another delta. */
    private static List<RecordedEvent> applied(OrderRow row, @Nullable Collection<RecordedEvent> stored) {
        List<RecordedEvent> applied = stored == null
                ? List.of()
                : stored.stream()
                        .filter(event -> row.applied().contains(event.event().key()))
                        .toList();
        if (applied.size() != row.applied().size()) {
            throw new IllegalStateException("the order's history lacks events that were applied");
        }
        return applied;
    }

    private static int anomalies(History history, String orderId) {
        return (int) history.steps(orderId).stream()
                .filter(step -> step.anomaly().isPresent())
                .count();
    }

    private BatchPlan plan(Map<String, OrderRow> before, int received) {
        List<OrderWrite> writes = new ArrayList<>();
        for (OrderRow row : rows.values()) {
            int expected = versionBefore(before, row);
            if (row.version() != expected) {
                writes.add(new OrderWrite(row, expected));
            }
        }
        writes.sort(Comparator.comparing(write -> write.row().order().orderId()));
        return new BatchPlan(
                totals,
                writes,
                conflicts,
                setAside,
                new Counts(
                        received,
                        applied,
                        received - applied - setAside.size(),
                        setAside.size(),
                        conflicts.size(),
                        anomalies));
    }

    private static int versionBefore(Map<String, OrderRow> before, OrderRow row) {
        OrderRow read = before.get(row.order().orderId());
        return read == null ? 0 : read.version();
    }
}
