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

    /** Every stored item of one order, by key; consistent with every append that was answered before. */
    List<StoredEvent> items(String orderId);

    /** Those of them that are events as they were recorded: what an order is folded from. */
    default List<RecordedEvent> history(String orderId) {
        return items(orderId).stream().flatMap(EventReader::intact).toList();
    }

    /**
     * The OrderPlaced events that name a customer, newest first.
     *
     * @param from earliest business time, inclusive
     * @param to latest business time, inclusive
     * @param after the last one that was seen; the answer begins with the next
     */
    Stream<Placement> placements(
            String customerId, Optional<Instant> from, Optional<Instant> to, Optional<Placement> after);

    /** Every stored item that is or should be an event, in no order. */
    Stream<StoredEvent> everything();

    /** Those of them that are events as they were recorded, in no order. */
    default Stream<RecordedEvent> all() {
        return everything().flatMap(EventReader::intact);
    }

    /** The event, where it is one as it was recorded. */
    static Stream<RecordedEvent> intact(StoredEvent stored) {
        return switch (stored) {
            case StoredEvent.Intact intact -> Stream.of(intact.event());
            case StoredEvent.Unreadable unreadable -> Stream.of();
            case StoredEvent.Altered altered -> Stream.of();
        };
    }
}
