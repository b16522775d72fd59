package io.purchaseorders.events;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The types of event, in life-cycle order: the ordinal is the life-cycle rank that orders events of one order which
 * occurred at the same instant. The wire names are EventBridge's {@code detail-type} and stand in stored events: renaming
 * or reordering is a migration.
 */
public enum EventType {
    ORDER_PLACED("OrderPlaced"),
    ORDER_AMENDED("OrderAmended"),
    ORDER_CONFIRMED("OrderConfirmed"),
    ORDER_SHIPPED("OrderShipped"),
    ORDER_DELIVERED("OrderDelivered"),
    ORDER_CANCELLED("OrderCancelled"),
    ORDER_RETURNED("OrderReturned");

    /** The newest schema version that publishers may send; older ones are upcast when they are read. */
    public static final int NEWEST_SCHEMA_VERSION = 1;

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The type with this {@code detail-type}, or nothing where it is unknown. */
    public static Optional<EventType> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }

    /** All wire names, for messages. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(EventType::wireName).toList();
    }
}
