package io.purchaseorders.projections.order;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.RecordedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One order's stored events as they count: in canonical order, and one of each event id. Two contents under one id can
 * only both be stored when they raced past the processor's look at the history; then the first recorded counts, by key
 * where even that is equal, for ever and whatever arrives first.
 *
 * @param events those that count, in canonical order
 * @param conflicts those that lost against another content under their id
 */
public record History(List<RecordedEvent> events, List<Conflict> conflicts) {

    private static final Comparator<RecordedEvent> CANONICAL =
            Comparator.comparing(RecordedEvent::event, OrderEvent.CANONICAL_ORDER);

    /** Two contents under one event id, of which one counts. */
    public record Conflict(RecordedEvent counts, RecordedEvent loses) {}

    /** @param stored any set of one order's stored events, in any order, each key once */
    public static History of(Collection<RecordedEvent> stored) {
        List<RecordedEvent> counting = new ArrayList<>(stored);
        List<Conflict> conflicts = List.of();
        if (!haveIdsOfTheirOwn(counting)) {
            Map<String, RecordedEvent> first = new HashMap<>();
            for (RecordedEvent event : stored) {
                first.merge(event.event().eventId(), event, History::firstRecorded);
            }
            counting = new ArrayList<>(first.values());
            conflicts = conflicts(stored, first);
        }
        counting.sort(CANONICAL);
        return new History(Collections.unmodifiableList(counting), conflicts);
    }

    private static boolean haveIdsOfTheirOwn(List<RecordedEvent> events) {
        Set<String> ids = HashSet.newHashSet(events.size());
        for (RecordedEvent event : events) {
            if (!ids.add(event.event().eventId())) {
                return false;
            }
        }
        return true;
    }

    private static RecordedEvent firstRecorded(RecordedEvent a, RecordedEvent b) {
        int byTime = a.recordedAt().compareTo(b.recordedAt());
        int order = byTime != 0
                ? byTime
                : a.event().key().timestamp().compareTo(b.event().key().timestamp());
        return order <= 0 ? a : b;
    }

    private static List<Conflict> conflicts(Collection<RecordedEvent> stored, Map<String, RecordedEvent> first) {
        return stored.stream()
                .map(event -> new Conflict(first.getOrDefault(event.event().eventId(), event), event))
                .filter(twins -> !Objects.equals(twins.counts(), twins.loses()))
                .sorted(Comparator.comparing(twins -> twins.loses().event(), OrderEvent.CANONICAL_ORDER))
                .toList();
    }

    /** The part of a history that a reader asks for, for example what was recorded by some instant. */
    public static History of(Collection<RecordedEvent> stored, Predicate<RecordedEvent> known) {
        return of(stored.stream().filter(known).toList());
    }

    /** Every step of the fold. */
    public List<OrderFold.Step> steps(String orderId) {
        return OrderFold.steps(orderId, folded());
    }

    /** The order as these events leave it. */
    public Order fold(String orderId) {
        return OrderFold.fold(orderId, folded());
    }

    private List<OrderEvent> folded() {
        List<OrderEvent> folded = new ArrayList<>(events.size());
        events.forEach(event -> folded.add(event.event()));
        return folded;
    }
}
