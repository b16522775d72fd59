package io.purchaseorders.projections.order;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderDelivered;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.purchaseorders.projections.order.Order.HeldLine;
import io.purchaseorders.projections.order.Order.Placing;
import io.vavr.control.Either;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The one place where an event changes an order. Everything else asks the {@link Step} that comes out of it. */
public final class OrderFold {

    private OrderFold() {}

    /**
     * One event's effect.
     *
     * @param anomaly why the order's state did not allow the event; then before and after differ in version and time only
     */
    public record Step(Order before, OrderEvent event, Order after, Optional<String> anomaly) {}

    /** All steps of one order's events, which stand in canonical order. */
    public static List<Step> steps(String orderId, Iterable<? extends OrderEvent> canonical) {
        Order order = Order.none(orderId);
        List<Step> steps = new ArrayList<>();
        for (OrderEvent event : canonical) {
            Step step = step(order, event);
            steps.add(step);
            order = step.after();
        }
        return Collections.unmodifiableList(steps);
    }

    /** The order that its events, in canonical order, leave. */
    public static Order fold(String orderId, Iterable<? extends OrderEvent> canonical) {
        Order order = Order.none(orderId);
        for (OrderEvent event : canonical) {
            order = step(order, event).after();
        }
        return order;
    }

    /** The effect of the event that comes next in canonical order. */
    public static Step step(Order before, OrderEvent event) {
        Either<String, Order> effect = event.type().isAllowedFrom(before.status())
                ? effect(before, event)
                : Either.left(event.type().wireName() + " is not allowed while the order is " + before.status());
        Order after = new OrderBuilder()
                .from(effect.getOrElse(before))
                .status(effect.isRight() ? event.type().after(before.status()) : before.status())
                .updatedAt(event.occurredAt())
                .version(before.version() + 1)
                .build();
        return new Step(before, event, after, effect.isLeft() ? Optional.of(effect.getLeft()) : Optional.empty());
    }

    /** What an event that its type allows changes besides the status, or why it cannot. */
    private static Either<String, Order> effect(Order order, OrderEvent event) {
        return switch (event) {
            case OrderPlaced placed ->
                Either.right(withContent(order, placed.content())
                        .placing(placing(placed))
                        .build());
            case OrderAmended amended ->
                Either.right(withContent(order, amended.content()).build());
            case OrderConfirmed confirmed -> Either.right(order);
            case OrderShipped shipped -> Either.right(order);
            case OrderDelivered delivered -> Either.right(order);
            case OrderCancelled cancelled -> Either.right(order);
            case OrderReturned returned -> takeBack(order, returned);
        };
    }

    private static Placing placing(OrderPlaced placed) {
        return new Placing(placed.eventId(), placed.customerId(), placed.currency(), placed.occurredAt());
    }

    private static OrderBuilder withContent(Order order, Content content) {
        SequencedMap<String, HeldLine> held =
                LinkedHashMap.newLinkedHashMap(content.lines().size());
        for (OrderLine line : content.lines()) {
            held.put(line.sku(), new HeldLine(line, BigDecimal.ZERO));
        }
        return new OrderBuilder()
                .from(order)
                .lines(held)
                .shipping(content.shipping())
                .tax(content.tax());
    }

    private static Either<String, Order> takeBack(Order order, OrderReturned returned) {
        SequencedMap<String, HeldLine> lines = new LinkedHashMap<>(order.lines());
        BigDecimal refund = BigDecimal.ZERO;
        for (ReturnedLine back : returned.lines()) {
            HeldLine line = lines.get(back.sku());
            if (line == null) {
                return Either.left("the order holds no " + back.sku());
            }
            if (line.held().compareTo(back.quantity()) < 0) {
                return Either.left("the order holds fewer than the returned units of " + back.sku());
            }
            lines.put(back.sku(), new HeldLine(line.ordered(), line.returned().add(back.quantity())));
            refund = refund.add(back.refund());
        }
        return Either.right(order.withLines(lines).withRefunded(order.refunded().add(refund)));
    }
}
