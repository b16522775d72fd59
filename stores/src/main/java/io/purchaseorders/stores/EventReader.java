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

    /** The key of an item, after which a scan can go on. */
    record ItemKey(String orderId, String timestamp) {}

    /**
     * A page of a scan over all orders.
     *
     * @param orders those with an event in the span that was asked for, each with the key of its last such event on this page
     * @param read events that were looked at, wanted or not
     * @param end the key to go on after; nothing where there is no more
     */
    record ScanPage(List<ItemKey> orders, int read, Optional<ItemKey> end) {
        public ScanPage {
            orders = List.copyOf(orders);
        }
    }

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

    /**
     * The orders with an event in a span of business time, page by page, in an order of the store that never changes.
     * The events of an order are adjacent, so an order comes twice only at the end of one page and at the beginning of the
     * next. Consistent with every append that was answered before. It costs as much as reading everything, because no
     * index serves it.
     *
     * @param from earliest business time, inclusive
     * @param to latest business time, inclusive
     * @param after the key to go on after; nothing for the beginning
     * @param most events to look at
     */
    ScanPage scan(Optional<Instant> from, Optional<Instant> to, Optional<ItemKey> after, int most);

    /** Every stored event that can be read, in no order. */
    Stream<RecordedEvent> all();

    /** The keys of every stored item that is or should be an event, readable or not, in no order. */
    Stream<EventRef> keys();
}
