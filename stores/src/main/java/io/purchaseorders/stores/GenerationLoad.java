package io.purchaseorders.stores;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.Generation.Loaded;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Loads a new generation's table from a snapshot of the events, before the stream reaches it. The snapshot may be taken
 * while events come: what it lacks the stream brings, from its oldest record on, and what it has the orders' rows know.
 * The birth mark is the last write: until then no batch is applied to the table, and whoever dies here leaves a table that
 * is discarded.
 */
public final class GenerationLoad {

    /** Orders between two reports of progress. */
    private static final int ORDERS_AT_ONCE = 500;

    /**
     * What a generation is made from.
     *
     * @param quarantine of the live generation: what an event is left out for, unless the cause was in that one's rows
     */
    public record Source(EventReader events, QuarantineReader quarantine) {}

    /**
     * Where it goes.
     *
     * @param fits whether an order's row is small enough to be stored
     */
    public record Target(
            ProjectionLoader rows, QuarantineWriter quarantine, BirthStore births, Predicate<OrderRow> fits) {}

    /**
     * A snapshot of the events, folded.
     *
     * @param rows what its events lead to
     * @param quarantined what is left out
     * @param events how many there are, applied and quarantined
     */
    public record Snapshot(Projections.Rows rows, List<QuarantinedEvent> quarantined, long events) {}

    private GenerationLoad() {}

    /** Reads and folds a snapshot, in the reporting time zone of the new generation. */
    public static Snapshot read(Source source, Predicate<OrderRow> fits, ZoneId zone) {
        // Before the events: what is quarantined later comes by the stream, and is quarantined again.
        List<QuarantinedEvent> marked = source.quarantine().events();
        Map<EventRef, RecordedEvent> stored = new HashMap<>();
        source.events().all().forEach(event -> stored.put(ref(event), event));
        Set<QuarantinedEvent> left = new HashSet<>();
        marked.stream()
                .collect(Collectors.groupingBy(mark -> mark.event().orderId()))
                .forEach((orderId, marks) -> left.addAll(leftOut(of(orderId, stored), marks, fits)));
        left.forEach(mark -> stored.remove(mark.event()));
        return new Snapshot(
                Projections.fromScratch(stored.values(), zone),
                left.stream()
                        .sorted(Comparator.comparing((QuarantinedEvent mark) -> mark.at())
                                .thenComparing(mark -> mark.event().timestamp()))
                        .toList(),
                stored.size() + (long) left.size());
    }

    private static List<RecordedEvent> of(String orderId, Map<EventRef, RecordedEvent> stored) {
        return stored.entrySet().stream()
                .filter(event -> event.getKey().orderId().equals(orderId))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * Which quarantined events of an order stay in quarantine: those that are no events, and those that the order cannot be
     * folded with.
     *
     * @param events of the order, the quarantined ones included
     * @param marks of the same order, in the live generation
     * @param fits whether an order's row is small enough to be stored
     */
    public static Set<QuarantinedEvent> leftOut(
            List<RecordedEvent> events, List<QuarantinedEvent> marks, Predicate<OrderRow> fits) {
        Set<EventRef> stored = events.stream().map(GenerationLoad::ref).collect(Collectors.toSet());
        Set<QuarantinedEvent> left = marks.stream()
                .filter(mark -> !QuarantineReader.isOfRow(mark.reason()) || !stored.contains(mark.event()))
                .collect(Collectors.toCollection(HashSet::new));
        for (QuarantinedEvent mark : marks) {
            if (!left.contains(mark) && !isFoldable(without(left, events), fits)) {
                left.add(mark);
            }
        }
        return left;
    }

    /** The events of an order that none of these marks leaves out. */
    public static List<RecordedEvent> without(Set<QuarantinedEvent> left, List<RecordedEvent> events) {
        Set<EventRef> out = left.stream().map(QuarantinedEvent::event).collect(Collectors.toSet());
        return events.stream().filter(event -> !out.contains(ref(event))).toList();
    }

    private static boolean isFoldable(List<RecordedEvent> events, Predicate<OrderRow> fits) {
        try {
            return events.isEmpty()
                    || fits.test(OrderRow.of(events.getFirst().event().orderId(), events));
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException unfoldable) {
            return false;
        }
    }

    private static EventRef ref(RecordedEvent event) {
        return new EventRef(event.event().orderId(), event.event().key().timestamp());
    }

    /**
     * Loads a snapshot into the table of a generation.
     *
     * @param progress is told how many orders are loaded, at last that all are
     */
    public static void write(int number, Snapshot snapshot, ZoneId zone, Target target, Consumer<Loaded> progress) {
        Projections.Rows rows = snapshot.rows();
        long orders = rows.orders().size();
        progress.accept(new Loaded(0, orders));
        target.rows().loadTotals(rows.totals());
        target.rows().loadDays(rows.days());
        List<OrderRow> all = new ArrayList<>(rows.orders().values());
        for (int from = 0; from < all.size(); from += ORDERS_AT_ONCE) {
            int to = Math.min(all.size(), from + ORDERS_AT_ONCE);
            target.rows().loadOrders(all.subList(from, to));
            progress.accept(new Loaded(to, orders));
        }
        snapshot.quarantined().forEach(target.quarantine()::quarantine);
        target.births().write(new Birth(number, zone, snapshot.events()));
    }
}
