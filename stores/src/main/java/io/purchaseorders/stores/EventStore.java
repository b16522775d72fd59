package io.purchaseorders.stores;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.QuarantineStore.EventRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The immutable events. Only {@link #append} writes, and only what was absent. */
public interface EventStore {

    /**
     * After this an append has ended, one way or the other: what was recorded earlier than that is in the table or never
     * will be. Freshness rests on it; a hundred times what an insert takes, and well within the processor's timeout.
     */
    Duration LONGEST_APPEND = Duration.ofSeconds(4);

    /** What clocks of one region's machines may differ by, with room; AWS keeps them to milliseconds. */
    Duration CLOCKS_AGREE = Duration.ofSeconds(1);

    /** What became of an append. */
    sealed interface Appended {
        record Stored() implements Appended {}

        /** Under this key an event was stored before. */
        record Present(RecordedEvent stored) implements Appended {}
    }

    /** Where a customer's index mentions an order; the order's events tell whether it is theirs. */
    record Placement(String orderId, EventKey key) {}

    /** Where an item stands, which a walk can go on behind. */
    record ItemKey(String orderId, String timestamp) {}

    /**
     * A stretch of a walk over all orders.
     *
     * @param orders those with an event in the span that was asked for, each with the place of its last such event here
     * @param read events that were looked at, wanted or not
     * @param end where to go on; nothing where there is no more
     */
    record ScanPage(List<ItemKey> orders, int read, Optional<ItemKey> end) {
        public ScanPage {
            orders = List.copyOf(orders);
        }
    }

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
     * The orders with an event in a span of business time, stretch by stretch, in an order of the store that never changes.
     * The events of an order stand side by side, so an order comes twice only at the end of one stretch and at the beginning
     * of the next. Consistent with every append that was answered before, and as dear as reading everything: there is no index.
     *
     * @param from earliest business time, inclusive
     * @param to latest business time, inclusive
     * @param after where to go on; nothing for the beginning
     * @param most events to look at
     */
    ScanPage scan(Optional<Instant> from, Optional<Instant> to, Optional<ItemKey> after, int most);

    /**
     * Asks for a stored item to come through the stream once more, after whatever kept the aggregator from it was mended.
     *
     * @param request tells one asking from another; the same one again changes nothing
     */
    void release(String orderId, String timestamp, String request);

    /** Every stored event that can be read, in no order. */
    Stream<RecordedEvent> all();

    /** The keys of every stored item that is or should be an event, readable or not, in no order. */
    Stream<EventRef> keys();
}
