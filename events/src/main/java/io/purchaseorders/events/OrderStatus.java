package io.purchaseorders.events;

/**
 * The states of an order's life cycle; which event leads from which to which says {@link EventType}. The names are stored
 * in order rows and given in answers: renaming one is a migration.
 */
public enum OrderStatus {
    /** The order was never placed. */
    NONE,
    PLACED,
    CONFIRMED,
    SHIPPED,
    DELIVERED,
    CANCELLED,
    RETURNED
}
