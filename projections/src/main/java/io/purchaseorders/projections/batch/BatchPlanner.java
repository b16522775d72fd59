package io.purchaseorders.projections.batch;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.batch.BatchPlan.Counts;
import io.purchaseorders.projections.batch.BatchPlan.DayNote;
import io.purchaseorders.projections.batch.BatchPlan.Delta;
import io.purchaseorders.projections.batch.BatchPlan.OrderWrite;
import io.purchaseorders.projections.batch.BatchPlan.UnfoldableEvent;
import io.purchaseorders.projections.days.OrderOnDay;
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
import java.util.LinkedHashMap;
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
    private final Map<OrderOnDay, SequenceNumber> days = new LinkedHashMap<>();
    private final List<History.Conflict> conflicts = new ArrayList<>();
    private final List<UnfoldableEvent> quarantined = new ArrayList<>();
    private int applied;
    private int anomalies;

    private static final Comparator<RowKey> ROW_ORDER =
            Comparator.comparing(RowKey::aggregationKey).thenComparing(RowKey::period);

    /** One record of the stream: an event and its place. */
    public record SequencedEvent(SequenceNumber at, RecordedEvent event) {
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
    public static Set<String> lateOrders(List<SequencedEvent> batch, Map<String, OrderRow> rows) {
        Map<String, OrderRow> reached = new HashMap<>();
        Set<String> late = new HashSet<>();
        for (SequencedEvent sequenced : batch) {
            if (isLate(sequenced, rows, reached)) {
                late.add(sequenced.orderId());
            }
        }
        return late;
    }

    private static boolean isLate(SequencedEvent sequenced, Map<String, OrderRow> rows, Map<String, OrderRow> reached) {
        String orderId = sequenced.orderId();
        OrderRow row = reached.getOrDefault(orderId, rows.getOrDefault(orderId, OrderRow.none(orderId)));
        if (row.applied().contains(sequenced.event().event().key())) {
            return false;
        }
        boolean late = !row.isNext(sequenced.event().event());
        if (!late) {
            reached.put(orderId, next(row, sequenced.event()).row());
        }
        return late;
    }

    /**
     * @param batch the records of one batch, in stream order
     * @param rows the order rows there are, read consistently
     * @param histories all stored events of at least the {@linkplain #lateOrders late orders}, read after the rows
     * @return where an arrival cannot be folded, it is quarantined, and the plan is the one without it
     */
    public static BatchPlan plan(
            List<SequencedEvent> batch,
            Map<String, OrderRow> rows,
            Map<String, ? extends Collection<RecordedEvent>> histories,
            ZoneId zone) {
        BatchPlanner planner = new BatchPlanner(rows, histories, zone);
        for (SequencedEvent sequenced : batch) {
            planner.take(sequenced);
        }
        return planner.plan(rows, batch.size());
    }

    private void take(SequencedEvent sequenced) {
        OrderRow row = rows.getOrDefault(sequenced.orderId(), OrderRow.none(sequenced.orderId()));
        if (row.applied().contains(sequenced.event().event().key())) {
            return;
        }
        try {
            Effect effect = row.isNext(sequenced.event().event()) ? step(row, sequenced) : refold(row, sequenced);
            commit(sequenced, effect);
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException unfoldable) {
            quarantined.add(new UnfoldableEvent(sequenced, String.valueOf(unfoldable.getMessage())));
        }
    }

    /** What an arrival does; nothing of it counts before all of it is known. */
    private record Effect(
            OrderRow row, Map<RowKey, Measures> contributions, List<History.Conflict> conflicts, int anomalies) {}

    private void commit(SequencedEvent sequenced, Effect effect) {
        applied++;
        anomalies += effect.anomalies();
        conflicts.addAll(effect.conflicts());
        rows.put(sequenced.orderId(), effect.row());
        days.putIfAbsent(OrderOnDay.of(sequenced.event().event(), zone), sequenced.at());
        for (Map.Entry<RowKey, Measures> added : effect.contributions().entrySet()) {
            totals.computeIfAbsent(added.getKey(), row -> new ArrayList<>())
                    .add(new Delta(sequenced.at(), added.getValue()));
        }
    }

    private Effect step(OrderRow row, SequencedEvent sequenced) {
        Next next = next(row, sequenced.event());
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

    private Effect refold(OrderRow row, SequencedEvent sequenced) {
        String orderId = sequenced.orderId();
        List<RecordedEvent> known = new ArrayList<>(applied(row, histories.get(orderId)));
        History before = History.of(known);
        known.add(sequenced.event());
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
                days.entrySet().stream()
                        .map(noted -> new DayNote(noted.getValue(), noted.getKey()))
                        .toList(),
                writes,
                conflicts,
                quarantined,
                new Counts(
                        received,
                        applied,
                        received - applied - quarantined.size(),
                        quarantined.size(),
                        conflicts.size(),
                        anomalies));
    }

    private static int versionBefore(Map<String, OrderRow> before, OrderRow row) {
        OrderRow read = before.get(row.order().orderId());
        return read == null ? 0 : read.version();
    }
}
