package io.purchaseorders.projections;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderDelivered;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Short words for the events of one order, so many minutes after eight; the event's id is its name and its minute. */
public final class OneOrder {

    public static final String ID = "PO-1";
    public static final Instant EIGHT = Instant.parse("2026-11-23T08:00:00Z");

    private OneOrder() {}

    private static Header at(String name, int minute) {
        return new Header(name + minute, ID, EIGHT.plusSeconds(60L * minute));
    }

    public static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    public static OrderLine line(String sku, String quantity, String unitPrice) {
        return Samples.line(sku, quantity, unitPrice);
    }

    public static Content content(String shipping, String tax, OrderLine... lines) {
        return new Content(List.of(lines), number(shipping), number(tax));
    }

    public static OrderEvent placed(int minute, Content content) {
        return new OrderPlaced(at("placed", minute), "C-7", "EUR", content);
    }

    /** Two lamps at 9.95 and one desk at 100, shipping 4.90, tax 1.10. */
    public static OrderEvent placed(int minute) {
        return placed(minute, content("4.90", "1.10", line("LAMP", "2", "9.95"), line("DESK", "1", "100")));
    }

    public static OrderEvent amended(int minute, Content content) {
        return new OrderAmended(at("amended", minute), content);
    }

    public static OrderEvent confirmed(int minute) {
        return new OrderConfirmed(at("confirmed", minute));
    }

    public static OrderEvent shipped(int minute) {
        return new OrderShipped(at("shipped", minute), Optional.empty(), Optional.empty());
    }

    public static OrderEvent delivered(int minute) {
        return new OrderDelivered(at("delivered", minute));
    }

    public static OrderEvent cancelled(int minute) {
        return new OrderCancelled(at("cancelled", minute), Optional.empty());
    }

    public static OrderEvent returned(int minute, ReturnedLine... lines) {
        return new OrderReturned(at("returned", minute), List.of(lines));
    }

    public static ReturnedLine back(String sku, String quantity, String refund) {
        return new ReturnedLine(sku, number(quantity), number(refund));
    }

    /** Recorded so many seconds after noon. */
    public static RecordedEvent recorded(int second, OrderEvent event) {
        return Samples.recorded(event, Instant.parse("2026-11-23T12:00:00Z").plusSeconds(second));
    }

    public static List<RecordedEvent> recorded(OrderEvent... events) {
        return Arrays.stream(events).map(event -> recorded(0, event)).toList();
    }

    public static SequencedEvent sequenced(int number, RecordedEvent event) {
        return new SequencedEvent(SequenceNumber.of(String.valueOf(number)), event);
    }
}
