package io.purchaseorders.projections.order;

import io.purchaseorders.events.Instants;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.RecordedEvent;
import java.util.Collection;
import java.util.Optional;

/**
 * What the aggregator remembers of an order: its state, the set of events that led there, and the newest of them. A
 * function of that set alone, so that any way to get there gives the same row.
 *
 * @param newest position in canonical order of the newest event that counts
 */
public record OrderRow(Order order, AppliedEvents applied, Optional<Position> newest) {

    /** Begins the stored key; renaming it is a migration. */
    public static final String PREFIX = "ORDER#";

    /** Where an event stands in canonical order. */
    public record Position(String occurredAt, int rank, String eventId) implements Comparable<Position> {

        public static Position of(OrderEvent event) {
            return new Position(
                    Instants.fixedWidth(event.occurredAt()), event.type().rank(), event.eventId());
        }

        @Override
        public int compareTo(Position other) {
            int byTime = occurredAt.compareTo(other.occurredAt);
            int byRank = byTime != 0 ? byTime : Integer.compare(rank, other.rank);
            return byRank != 0 ? byRank : eventId.compareTo(other.eventId);
        }
    }

    public static OrderRow none(String orderId) {
        return new OrderRow(Order.none(orderId), AppliedEvents.NONE, Optional.empty());
    }

    /** The row that a set of stored events leads to, from scratch. */
    public static OrderRow of(String orderId, Collection<RecordedEvent> stored) {
        History history = History.of(stored);
        return new OrderRow(
                history.fold(orderId),
                AppliedEvents.NONE.with(
                        stored.stream().map(event -> event.event().key()).toList()),
                history.events().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Position.of(history.events().getLast().event())));
    }

    /** Rises with every event, counting or not: what writes of the row are conditional on. */
    public int version() {
        return applied.size();
    }

    /** Whether folding can go on from the state: the event is newer than all that count, and its id is new. */
    public boolean isNext(OrderEvent event) {
        return newest.map(position -> position.compareTo(Position.of(event)) < 0)
                        .orElse(true)
                && !applied.knowsId(event.eventId());
    }
}
