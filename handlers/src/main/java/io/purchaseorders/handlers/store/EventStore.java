package io.purchaseorders.handlers.store;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.RecordedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The immutable events. Only {@link #append} writes, and only what was absent. */
public interface EventStore {

    /** What became of an append. */
    sealed interface Appended {
        record Stored() implements Appended {}

        /** Under this key an event was stored before. */
        record Present(RecordedEvent stored) implements Appended {}
    }

    /** Where a customer's index mentions an order; the order's events tell whether it is theirs. */
    record Placement(String orderId, EventKey key) {}

    /** Stores the event unless its key (order, business time, event id) is taken. */
    Appended append(RecordedEvent event);

    /** All stored events of one order, by key; consistent with every append that was answered before. */
    List<RecordedEvent> history(String orderId);

    /**
     * The OrderPlaced events that name a customer, newest first.
     *
     * @param from earliest business time, inclusive
     * @param to latest business time, inclusive
     * @param after the last one that was seen, to go on behind it
     */
    Stream<Placement> placements(
            String customerId, Optional<Instant> from, Optional<Instant> to, Optional<Placement> after);

    /**
     * Asks for a stored item to come through the stream once more, after whatever kept the aggregator from it was mended.
     *
     * @param request tells one asking from another; the same one again changes nothing
     */
    void release(String orderId, String timestamp, String request);

    /** Every stored event, in no order. */
    Stream<RecordedEvent> all();
}
