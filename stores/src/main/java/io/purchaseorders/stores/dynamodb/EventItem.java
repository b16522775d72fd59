package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.CUSTOMER_ID;
import static io.purchaseorders.stores.dynamodb.StoredNames.DETAIL;
import static io.purchaseorders.stores.dynamodb.StoredNames.MAC;
import static io.purchaseorders.stores.dynamodb.StoredNames.ORDER_ID;
import static io.purchaseorders.stores.dynamodb.StoredNames.RECORDED_AT;
import static io.purchaseorders.stores.dynamodb.StoredNames.RELEASE;
import static io.purchaseorders.stores.dynamodb.StoredNames.SOURCE;
import static io.purchaseorders.stores.dynamodb.StoredNames.TIMESTAMP;
import static io.purchaseorders.stores.dynamodb.StoredNames.TYPE;

import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.Instants;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.AlteredEventException;
import io.purchaseorders.stores.EventCodes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event as an item of the events table. All attributes are strings; the detail is the published text, so that nothing
 * is lost between what was published and what is kept.
 */
public final class EventItem {

    /** Sorts after every event of an order, and before the items that ask for another delivery. */
    static final String AFTER_EVENTS = "~";

    private static final Set<String> ATTRIBUTES =
            Set.of(ORDER_ID, TIMESTAMP, TYPE, SOURCE, RECORDED_AT, DETAIL, CUSTOMER_ID, MAC);

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

    /** With its authentication code, where the codes have a key. */
    public static Map<String, String> write(RecordedEvent recorded, EventCodes codes) {
        Map<String, String> item = write(recorded);
        codes.sign(authenticated(item)).ifPresent(code -> item.put(MAC, code));
        return item;
    }

    /** Without an authentication code, which none that has the key takes for an event. */
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

    private static AuthenticatedText authenticated(Map<String, String> item) {
        return new AuthenticatedText(
                item.getOrDefault(ORDER_ID, ""),
                item.getOrDefault(TIMESTAMP, ""),
                item.getOrDefault(TYPE, ""),
                item.getOrDefault(SOURCE, ""),
                item.getOrDefault(RECORDED_AT, ""),
                item.getOrDefault(DETAIL, ""));
    }

    /**
     * Reads an event that has every attribute as this system writes it.
     *
     * @param item its attributes; those of other types than text in some notation
     * @throws AlteredEventException where it is not what was recorded
     * @throws IllegalArgumentException where it cannot be read
     */
    public static RecordedEvent read(Map<String, String> item, EventCodes codes) {
        if (!codes.verifies(authenticated(item), item.getOrDefault(MAC, ""))) {
            throw new AlteredEventException(
                    item.containsKey(MAC)
                            ? "its authentication code is not that of its content"
                            : "it has no authentication code");
        }
        RecordedEvent event = read(item);
        if (!event.recordedAt().toString().equals(item.get(RECORDED_AT))) {
            throw altered(RECORDED_AT);
        }
        Optional<String> customer = event.event() instanceof OrderEvent.OrderPlaced placed
                ? Optional.of(placed.customerId())
                : Optional.empty();
        if (!customer.equals(Optional.ofNullable(item.get(CUSTOMER_ID)))) {
            throw altered(CUSTOMER_ID);
        }
        for (String attribute : item.keySet()) {
            if (!ATTRIBUTES.contains(attribute)) {
                throw altered(attribute);
            }
        }
        return event;
    }

    private static AlteredEventException altered(String attribute) {
        return new AlteredEventException("its attribute " + attribute + " is not one that this system wrote");
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
