package io.purchaseorders.events;

import static io.purchaseorders.events.OrderStatus.CANCELLED;
import static io.purchaseorders.events.OrderStatus.CONFIRMED;
import static io.purchaseorders.events.OrderStatus.DELIVERED;
import static io.purchaseorders.events.OrderStatus.NONE;
import static io.purchaseorders.events.OrderStatus.PLACED;
import static io.purchaseorders.events.OrderStatus.RETURNED;
import static io.purchaseorders.events.OrderStatus.SHIPPED;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The life cycle of an order: for each type of event its name, its rank, the states in which it is allowed, the state
 * that it leads to and its members. The names are EventBridge's {@code detail-type} and stored with events, the ranks are stored in order
 * rows: changing one is a migration. Source: section 2 of the contract.
 */
public enum EventType {
    // name, rank, allowed from, to, members besides those that all types have
    ORDER_PLACED("OrderPlaced", 10, from(NONE), to(PLACED), "customerId", "currency", "lines", "shipping", "tax"),
    ORDER_AMENDED("OrderAmended", 20, from(PLACED, CONFIRMED), sameStatus(), "lines", "shipping", "tax"),
    ORDER_CONFIRMED("OrderConfirmed", 30, from(PLACED), to(CONFIRMED)),
    ORDER_SHIPPED("OrderShipped", 40, from(PLACED, CONFIRMED), to(SHIPPED), "carrier", "trackingNumber"),
    ORDER_DELIVERED("OrderDelivered", 50, from(PLACED, CONFIRMED, SHIPPED), to(DELIVERED)),
    ORDER_CANCELLED("OrderCancelled", 60, from(PLACED, CONFIRMED, SHIPPED), to(CANCELLED), "reason"),
    ORDER_RETURNED("OrderReturned", 70, from(SHIPPED, DELIVERED, RETURNED), to(RETURNED), "lines");

    private static final String PREFIX = "ORDER_";

    private static final Map<String, EventType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::wireName, Function.identity()));

    private final String wireName;
    private final int rank;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<OrderStatus> allowedFrom;

    private final Optional<OrderStatus> to;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set
    private final Set<String> members;

    EventType(String wireName, int rank, Set<OrderStatus> allowedFrom, Optional<OrderStatus> to, String... members) {
        this.wireName = wireName;
        this.rank = rank;
        this.allowedFrom = allowedFrom;
        this.to = to;
        this.members = Set.of(members);
    }

    private static Set<OrderStatus> from(OrderStatus first, OrderStatus... more) {
        return Collections.unmodifiableSet(EnumSet.of(first, more));
    }

    private static Optional<OrderStatus> to(OrderStatus status) {
        return Optional.of(status);
    }

    private static Optional<OrderStatus> sameStatus() {
        return Optional.empty();
    }

    public String wireName() {
        return wireName;
    }

    /** What an event of this type does to an order, in one word: {@code placed} for OrderPlaced. */
    public String effect() {
        return name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    }

    /** Which of two events of one order that occurred at the same instant counts first: the one of the lower rank. */
    public int rank() {
        return rank;
    }

    /** Whether an order of this status takes an event of this type; where not, the event is an anomaly. */
    public boolean isAllowedFrom(OrderStatus status) {
        return allowedFrom.contains(status);
    }

    /** The status of an order after an event of this type that was allowed. */
    public OrderStatus after(OrderStatus before) {
        return to.orElse(before);
    }

    /** The members of a {@code Detail} that only some types have. */
    Set<String> members() {
        return members;
    }

    /** The type with this {@code detail-type}, or nothing where it is unknown. */
    public static Optional<EventType> ofWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    /** All wire names, for messages. */
    public static List<String> wireNames() {
        return Arrays.stream(values()).map(EventType::wireName).toList();
    }
}
