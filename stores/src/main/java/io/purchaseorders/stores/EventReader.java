package io.purchaseorders.stores;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the immutable events. */
public interface EventReader {

    /**
     * After this an append has ended, one way or the other: what was recorded earlier than that is in the table or never
     * will be. Freshness rests on it; a hundred times what an insert takes, and well within the processor's timeout.
     */
    Duration LONGEST_APPEND = Duration.ofSeconds(4);

    /** What clocks of one region's machines may differ by, with room; AWS keeps them to milliseconds. */
    Duration CLOCKS_AGREE = Duration.ofSeconds(1);

    /** An entry of the customer index. Only the order's events tell whether the order is the customer's. */
    record Placement(String orderId, EventKey key) {}

    /** All stored events of one order, by key; consistent with every append that was answered before. */
    List<RecordedEvent> history(String orderId);

    /**
     * The OrderPlaced events that name a customer, newest first.
     *
     * @param from earliest business time, inclusive
     * @param to latest business time, inclusive
     * @param after the last one that was seen; the answer begins with the next
     */
    Stream<Placement> placements(
            String customerId, Optional<Instant> from, Optional<Instant> to, Optional<Placement> after);

    /** Every stored event that can be read, in no order. */
    Stream<RecordedEvent> all();

    /** The keys of every stored item that is or should be an event, readable or not, in no order. */
    Stream<EventRef> keys();
}
