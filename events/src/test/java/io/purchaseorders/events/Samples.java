package io.purchaseorders.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderDelivered;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Typed samples, used by the tests of every module: the JSON that a publisher would send for an event. */
@NullMarked
public final class Samples {

    public static final String SOURCE = "shop.example";

    private Samples() {}

    /** The event as the system would have stored it, its detail in the form that publishers send. */
    public static RecordedEvent recorded(OrderEvent event, Instant recordedAt) {
        return new RecordedEvent(event, SOURCE, recordedAt, detail(event));
    }

    public static String detail(OrderEvent event) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("eventId", event.eventId());
        members.put("orderId", event.orderId());
        members.put("occurredAt", event.occurredAt().toString());
        switch (event) {
            case OrderPlaced placed -> {
                members.put("customerId", placed.customerId());
                members.put("currency", placed.currency());
                content(members, placed.content());
            }
            case OrderAmended amended -> content(members, amended.content());
            case OrderConfirmed confirmed -> {}
            case OrderShipped shipped -> {
                shipped.carrier().ifPresent(carrier -> members.put("carrier", carrier));
                shipped.trackingNumber().ifPresent(number -> members.put("trackingNumber", number));
            }
            case OrderDelivered delivered -> {}
            case OrderCancelled cancelled -> cancelled.reason().ifPresent(reason -> members.put("reason", reason));
            case OrderReturned returned ->
                members.put(
                        "lines",
                        returned.lines().stream()
                                .map(line -> Map.of(
                                        "sku", line.sku(),
                                        "quantity", Decimals.plain(line.quantity()),
                                        "refund", Decimals.plain(line.refund())))
                                .toList());
        }
        try {
            return DetailJson.MAPPER.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void content(Map<String, Object> members, Content content) {
        members.put("lines", content.lines().stream().map(Samples::line).toList());
        members.put("shipping", Decimals.plain(content.shipping()));
        members.put("tax", Decimals.plain(content.tax()));
    }

    private static Map<String, String> line(OrderLine line) {
        return Map.of(
                "sku", line.sku(),
                "quantity", Decimals.plain(line.quantity()),
                "unitPrice", Decimals.plain(line.unitPrice()),
                "discount", Decimals.plain(line.discount()));
    }

    /** A line without discount. */
    public static OrderLine line(String sku, String quantity, String unitPrice) {
        return new OrderLine(
                sku,
                Decimals.normalized(new BigDecimal(quantity)),
                Decimals.normalized(new BigDecimal(unitPrice)),
                BigDecimal.ZERO);
    }

    public static Content content(OrderLine... lines) {
        return new Content(List.of(lines), BigDecimal.ZERO, BigDecimal.ZERO);
    }
}
