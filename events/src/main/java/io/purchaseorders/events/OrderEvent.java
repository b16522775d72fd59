package io.purchaseorders.events;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A fact about one order, published once and never changed. The family is closed: a {@code switch} over it names every
 * case, so that a new type of event is found by the compiler wherever something must be decided.
 */
public sealed interface OrderEvent {

    /**
     * The order in which events of one order count: by business time, then by life-cycle rank, then by event id. It never
     * depends on arrival.
     */
    Comparator<OrderEvent> CANONICAL_ORDER = Comparator.comparing(OrderEvent::occurredAt)
            .thenComparingInt(event -> event.type().rank())
            .thenComparing(OrderEvent::eventId);

    Header header();

    EventType type();

    default String eventId() {
        return header().eventId();
    }

    default String orderId() {
        return header().orderId();
    }

    default Instant occurredAt() {
        return header().occurredAt();
    }

    default EventKey key() {
        return new EventKey(occurredAt(), eventId());
    }

    /**
     * What every event carries.
     *
     * @param eventId the publisher's idempotency key, unique within the order
     * @param occurredAt business time, exact to the nanosecond
     */
    record Header(String eventId, String orderId, Instant occurredAt) {}

    record OrderPlaced(Header header, String customerId, String currency, Content content) implements OrderEvent {
        @Override
        public EventType type() {
            return EventType.ORDER_PLACED;
        }
    }

    /** The full new content: what it does not name is no longer ordered. */
    record OrderAmended(Header header, Content content) implements OrderEvent {
        @Override
        public EventType type() {
            return EventType.ORDER_AMENDED;
        }
    }

    record OrderConfirmed(Header header) implements OrderEvent {
        @Override
        public EventType type() {
            return EventType.ORDER_CONFIRMED;
        }
    }

    record OrderShipped(Header header, Optional<String> carrier, Optional<String> trackingNumber)
            implements OrderEvent {
        @Override
        public EventType type() {
            return EventType.ORDER_SHIPPED;
        }
    }

    record OrderDelivered(Header header) implements OrderEvent {
        @Override
        public EventType type() {
            return EventType.ORDER_DELIVERED;
        }
    }

    record OrderCancelled(Header header, Optional<String> reason) implements OrderEvent {
        @Override
        public EventType type() {
            return EventType.ORDER_CANCELLED;
        }
    }

    record OrderReturned(Header header, List<ReturnedLine> lines) implements OrderEvent {
        public OrderReturned {
            lines = List.copyOf(lines);
        }

        @Override
        public EventType type() {
            return EventType.ORDER_RETURNED;
        }
    }

    /**
     * What an order asks for. Amounts are in the order's currency.
     *
     * @param lines 1 to 500, each sku at most once
     */
    record Content(List<OrderLine> lines, BigDecimal shipping, BigDecimal tax) {
        public Content {
            lines = List.copyOf(lines);
        }

        /** Lines plus shipping plus tax, exact. */
        public BigDecimal total() {
            BigDecimal total = shipping.add(tax);
            for (OrderLine line : lines) {
                total = total.add(line.amount());
            }
            return total;
        }

        /** Units over all lines. */
        public BigDecimal quantity() {
            BigDecimal quantity = BigDecimal.ZERO;
            for (OrderLine line : lines) {
                quantity = quantity.add(line.quantity());
            }
            return quantity;
        }
    }

    record OrderLine(String sku, BigDecimal quantity, BigDecimal unitPrice, BigDecimal discount) {
        /** quantity x unitPrice - discount, exact. */
        public BigDecimal amount() {
            return quantity.multiply(unitPrice).subtract(discount);
        }
    }

    /** @param refund for all units of this line together */
    record ReturnedLine(String sku, BigDecimal quantity, BigDecimal refund) {}
}
