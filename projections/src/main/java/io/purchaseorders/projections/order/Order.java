package io.purchaseorders.projections.order;

import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.immutables.value.Value;

/**
 * An order as its events leave it. Only {@link OrderFold} makes a new one from an old one.
 *
 * @param placing what its OrderPlaced said; nothing while the order was never placed
 * @param lines by sku, in the order in which the newest content names them; nobody changes them
 * @param refunded sum of all refunds
 * @param updatedAt business time of its last event in canonical order
 * @param version number of its events
 */
@Value.Builder
public record Order(
        String orderId,
        OrderStatus status,
        Optional<Placing> placing,
        SequencedMap<String, HeldLine> lines,
        BigDecimal shipping,
        BigDecimal tax,
        BigDecimal refunded,
        Optional<Instant> updatedAt,
        int version)
        implements WithOrder {

    public Order {
        lines = Collections.unmodifiableSequencedMap(lines);
    }

    /** Who ordered, in which currency, when, and by which event. */
    public record Placing(String eventId, String customerId, String currency, Instant placedAt) {}

    /** A line together with the units of it that came back. */
    public record HeldLine(OrderLine ordered, BigDecimal returned) {
        /** Units that can still be returned. */
        public BigDecimal held() {
            return ordered.quantity().subtract(returned);
        }
    }

    /** The order before any event. */
    public static Order none(String orderId) {
        return new OrderBuilder()
                .orderId(orderId)
                .status(OrderStatus.NONE)
                .lines(new LinkedHashMap<>())
                .shipping(BigDecimal.ZERO)
                .tax(BigDecimal.ZERO)
                .refunded(BigDecimal.ZERO)
                .version(0)
                .build();
    }

    /** Lines plus shipping plus tax; cancelling and returning leave it as it is. */
    public BigDecimal total() {
        return content().total();
    }

    /** What is ordered now. */
    public Content content() {
        List<OrderLine> ordered = new ArrayList<>(lines.size());
        for (HeldLine line : lines.values()) {
            ordered.add(line.ordered());
        }
        return new Content(ordered, shipping, tax);
    }
}
