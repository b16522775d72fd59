package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.CUSTOMER_ID;
import static io.purchaseorders.stores.dynamodb.StoredNames.DETAIL;
import static io.purchaseorders.stores.dynamodb.StoredNames.ORDER_ID;
import static io.purchaseorders.stores.dynamodb.StoredNames.RECORDED_AT;
import static io.purchaseorders.stores.dynamodb.StoredNames.RELEASE;
import static io.purchaseorders.stores.dynamodb.StoredNames.SOURCE;
import static io.purchaseorders.stores.dynamodb.StoredNames.TIMESTAMP;
import static io.purchaseorders.stores.dynamodb.StoredNames.TYPE;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.Instants;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.RecordedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as an item of the events table. All attributes are strings; the detail is the published text, so that nothing
 * is lost between what was published and what is kept.
 */
public final class EventItem {

    /** Sorts after every event of an order, and before the items that ask for another delivery. */
    static final String AFTER_EVENTS = "~";

    private EventItem() {}

    /**
     * An item that brings a stored event through the stream once more, in the partition of its order.
     *
     * @param request tells one request from another
     */
    static Map<String, String> release(String orderId, String timestamp, String request) {
        return Map.of(ORDER_ID, orderId, TIMESTAMP, RELEASE + request + "#" + timestamp, TYPE, "Release");
    }

    /** The timestamp of the event that an item asks to deliver again, if it is such an item. */
    public static Optional<String> releasedBy(String timestamp) {
        return timestamp.startsWith(RELEASE)
                ? Optional.of(timestamp.substring(timestamp.indexOf('#', RELEASE.length()) + 1))
                : Optional.empty();
    }

    public static Map<String, String> write(RecordedEvent recorded) {
        Map<String, String> item = new LinkedHashMap<>();
        item.put(ORDER_ID, recorded.event().orderId());
        item.put(TIMESTAMP, recorded.event().key().timestamp());
        item.put(TYPE, recorded.event().type().wireName());
        item.put(SOURCE, recorded.source());
        item.put(RECORDED_AT, recorded.recordedAt().toString());
        item.put(DETAIL, recorded.detail());
        if (recorded.event() instanceof OrderEvent.OrderPlaced placed) {
            item.put(CUSTOMER_ID, placed.customerId());
        }
        return item;
    }

    /** @throws IllegalArgumentException where the item is not an event, so was not written by this system */
    public static RecordedEvent read(Map<String, String> item) {
        return read(
                item.get(ORDER_ID),
                item.get(TIMESTAMP),
                item.get(TYPE),
                item.get(SOURCE),
                item.get(RECORDED_AT),
                item.get(DETAIL));
    }

    /**
     * Reads an event from its attributes, each null where the item has none of that name.
     *
     * @throws IllegalArgumentException where the item is not an event, so was not written by this system
     */
    public static RecordedEvent read(
            @Nullable String orderId,
            @Nullable String timestamp,
            @Nullable String type,
            @Nullable String source,
            @Nullable String recordedAt,
            @Nullable String detail) {
        String published = required(detail, DETAIL);
        OrderEvent event = EventCodec.stored(required(type, TYPE), published);
        if (!event.key().isWrittenAs(required(timestamp, TIMESTAMP))
                || !event.orderId().equals(required(orderId, ORDER_ID))) {
            throw new IllegalArgumentException("the item's key is not that of its detail");
        }
        return new RecordedEvent(
                event, required(source, SOURCE), instant(required(recordedAt, RECORDED_AT)), published);
    }

    private static Instant instant(String recordedAt) {
        return Instants.parse(recordedAt)
                .orElseThrow(() -> new IllegalArgumentException("the item's " + RECORDED_AT + " is no instant"));
    }

    private static String required(@Nullable String value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("the item has no attribute " + name);
        }
        return value;
    }
}
