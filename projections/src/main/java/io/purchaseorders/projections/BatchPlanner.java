package io.purchaseorders.projections;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.BatchPlan.Counts;
import io.purchaseorders.projections.BatchPlan.Delta;
import io.purchaseorders.projections.BatchPlan.OrderWrite;
import io.purchaseorders.projections.OrderFold.Step;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Plans a batch of stream records: a function of the records, of the order rows as they were read, and of the histories
 * of those orders that got a late event. Planned again from the same rows, the same records give the same deltas, however
 * the batch is cut.
 */
public final class BatchPlanner {

    private final ZoneId zone;
    private final Map<String, OrderRow> rows;
    private final Map<String, Map<String, RecordedEvent>> histories;
    private final Map<RowKey, List<Delta>> totals = new TreeMap<>(ROW_ORDER);
    private final List<History.Conflict> conflicts = new ArrayList<>();
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

    private BatchPlanner(Map<String, OrderRow> rows, Map<String, Map<String, RecordedEvent>> histories, ZoneId zone) {
        this.rows = new HashMap<>(rows);
        this.histories = histories;
        this.zone = zone;
    }

    /** The orders in which a record comes late, or under a known id, so that their history must be read. */
    public static Set<String> lateOrders(List<Arrival> arrivals, Map<String, OrderRow> rows) {
        Map<String, OrderRow> reached = new HashMap<>();
        return arrivals.stream()
                .filter(arrival -> isLate(arrival, rows, reached))
                .map(Arrival::orderId)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isLate(Arrival arrival, Map<String, OrderRow> rows, Map<String, OrderRow> reached) {
        OrderRow row = reached.computeIfAbsent(arrival.orderId(), id -> rows.getOrDefault(id, OrderRow.none(id)));
        if (row.applied().contains(arrival.event().event().key())) {
            return false;
        }
        boolean late = !row.isNext(arrival.event().event());
        if (!late) {
            reached.put(arrival.orderId(), next(row, arrival.event()).row());
        }
        return late;
    }

    /**
     * @param arrivals the records of one batch, in stream order
     * @param rows the order rows there are, read consistently
     * @param histories all stored events of at least the {@linkplain #lateOrders late orders}, read after the rows
     * @throws IllegalStateException where a history lacks an event that its row holds, so was tampered with
     */
    public static BatchPlan plan(
            List<Arrival> arrivals,
            Map<String, OrderRow> rows,
            Map<String, ? extends Collection<RecordedEvent>> histories,
            ZoneId zone) {
        BatchPlanner planner = new BatchPlanner(rows, appliedOnly(rows, histories), zone);
        arrivals.forEach(planner::take);
        return planner.plan(rows, arrivals.size());
    }

    /** Whatever else the table already holds must not count, or a retry would find another delta. */
    private static Map<String, Map<String, RecordedEvent>> appliedOnly(
            Map<String, OrderRow> rows, Map<String, ? extends Collection<RecordedEvent>> histories) {
        Map<String, Map<String, RecordedEvent>> applied = new HashMap<>();
        histories.forEach((orderId, stored) -> {
            OrderRow row = rows.getOrDefault(orderId, OrderRow.none(orderId));
            Map<String, RecordedEvent> byKey = new LinkedHashMap<>();
            stored.stream()
                    .filter(event -> row.applied().contains(event.event().key()))
                    .forEach(event -> byKey.put(event.event().key().timestamp(), event));
            if (byKey.size() != row.applied().size()) {
                throw new IllegalStateException("the history of order " + orderId + " lacks events that were applied");
            }
            applied.put(orderId, byKey);
        });
        return applied;
    }

    private void take(Arrival arrival) {
        String orderId = arrival.orderId();
        OrderRow row = rows.getOrDefault(orderId, OrderRow.none(orderId));
        RecordedEvent event = arrival.event();
        if (row.applied().contains(event.event().key())) {
            return;
        }
        applied++;
        if (row.isNext(event.event())) {
            Next next = next(row, event);
            next.step().anomaly().ifPresent(reason -> anomalies++);
            rows.put(orderId, next.row());
            add(arrival.at(), Projections.contributions(next.step(), zone));
        } else {
            refold(arrival);
        }
        Map<String, RecordedEvent> history = histories.get(orderId);
        if (history != null) {
            history.put(event.event().key().timestamp(), event);
        }
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

    private void refold(Arrival arrival) {
        String orderId = arrival.orderId();
        Map<String, RecordedEvent> known = histories.get(orderId);
        if (known == null) {
            throw new IllegalStateException("the history of order " + orderId + " was not read");
        }
        List<RecordedEvent> all = new ArrayList<>(known.values());
        History before = History.of(all);
        all.add(arrival.event());
        History after = History.of(all);
        rows.put(orderId, OrderRow.of(orderId, all));
        conflicts.addAll(after.conflicts().stream()
                .filter(conflict -> !before.conflicts().contains(conflict))
                .toList());
        anomalies += anomalies(after, orderId) - anomalies(before, orderId);
        add(
                arrival.at(),
                Projections.difference(
                        Projections.contributions(after.steps(orderId), zone),
                        Projections.contributions(before.steps(orderId), zone)));
    }

    private static int anomalies(History history, String orderId) {
        return history.steps(orderId).count(step -> step.anomaly().isPresent());
    }

    private void add(SequenceNumber at, Map<RowKey, Measures> contributions) {
        contributions.forEach((row, measures) ->
                totals.computeIfAbsent(row, key -> new ArrayList<>()).add(new Delta(at, measures)));
    }

    private BatchPlan plan(Map<String, OrderRow> before, int received) {
        List<OrderWrite> writes = rows.values().stream()
                .map(row -> new OrderWrite(row, versionBefore(before, row)))
                .filter(write -> write.row().version() != write.expectedVersion())
                .sorted(Comparator.comparing(write -> write.row().order().orderId()))
                .toList();
        return new BatchPlan(
                totals,
                writes,
                conflicts,
                new Counts(received, applied, received - applied, conflicts.size(), anomalies));
    }

    private static int versionBefore(Map<String, OrderRow> before, OrderRow row) {
        OrderRow read = before.get(row.order().orderId());
        return read == null ? 0 : read.version();
    }
}
