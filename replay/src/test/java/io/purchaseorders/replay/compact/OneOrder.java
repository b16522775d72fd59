package io.purchaseorders.replay.compact;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Events of the order {@link #ID}, for histories written by hand; minutes count from noon. */
final class OneOrder {

    static final String ID = "order-1";

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.000000001Z");

    private OneOrder() {}

    static Instant at(int minutes) {
        return NOON.plusSeconds(60L * minutes);
    }

    static Header header(String eventId, Instant occurredAt) {
        return new Header(eventId, ID, occurredAt);
    }

    /** Stored when it occurred. */
    static RecordedEvent stored(OrderEvent event) {
        return Samples.recorded(event, event.occurredAt());
    }

    static RecordedEvent placed(int minutes, OrderLine... lines) {
        return placed(minutes, Samples.content(lines));
    }

    static RecordedEvent placed(int minutes, Content content) {
        return stored(new OrderPlaced(header("placed-" + minutes, at(minutes)), "customer-1", "EUR", content));
    }

    static RecordedEvent amended(int minutes, OrderLine... lines) {
        return stored(new OrderAmended(header("amended-" + minutes, at(minutes)), Samples.content(lines)));
    }

    static RecordedEvent confirmed(int minutes) {
        return stored(new OrderConfirmed(header("confirmed-" + minutes, at(minutes))));
    }

    static RecordedEvent shipped(int minutes) {
        return stored(new OrderShipped(header("shipped-" + minutes, at(minutes)), Optional.empty(), Optional.empty()));
    }

    static RecordedEvent returned(int minutes, ReturnedLine... lines) {
        return stored(new OrderReturned(header("returned-" + minutes, at(minutes)), List.of(lines)));
    }

    static ReturnedLine back(String sku, int quantity) {
        return new ReturnedLine(sku, BigDecimal.valueOf(quantity), new BigDecimal("0.5"));
    }

    static OrderLine line(String sku, int quantity, int unitPrice) {
        return Samples.line(sku, Integer.toString(quantity), Integer.toString(unitPrice));
    }

    /** One of each of as many products. */
    static OrderLine[] lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> line("sku-" + i, 1, 1 + i))
                .toArray(OrderLine[]::new);
    }

    static ReturnedLine[] backs(int count) {
        return IntStream.range(0, count).mapToObj(i -> back("sku-" + i, 1)).toArray(ReturnedLine[]::new);
    }
}
