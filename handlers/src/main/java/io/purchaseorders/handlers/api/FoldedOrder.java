package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.Order;
import io.purchaseorders.projections.order.Order.HeldLine;
import io.purchaseorders.projections.order.Order.Placing;
import io.purchaseorders.projections.order.OrderFold.Step;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An order together with the steps that led to it, and how it is answered. */
record FoldedOrder(Order order, List<Step> steps) {

    static FoldedOrder of(String orderId, Collection<RecordedEvent> stored) {
        List<Step> steps = History.of(stored).steps(orderId);
        return new FoldedOrder(
                steps.isEmpty() ? Order.none(orderId) : steps.getLast().after(), steps);
    }

    /** Whether this event is the one that placed the order, for this customer. */
    boolean isPlacedBy(EventKey key, String customerId) {
        return order.placing()
                .map(placing -> placing.eventId().equals(key.eventId())
                        && placing.placedAt().equals(key.occurredAt())
                        && placing.customerId().equals(customerId))
                .orElse(false);
    }

    /** Whether it was placed for this customer. */
    boolean isOf(String customerId) {
        return order.placing()
                .map(placing -> placing.customerId().equals(customerId))
                .orElse(false);
    }

    /** The shape is always complete; what is absent is null. */
    ObjectNode toJson() {
        Optional<Placing> placing = order.placing();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("orderId", order.orderId())
                .put("customerId", placing.map(Placing::customerId).orElse(null))
                .put("status", order.status().name())
                .put("currency", placing.map(Placing::currency).orElse(null))
                .put("total", Decimals.plain(order.total()))
                .put("refunded", Decimals.plain(order.refunded()));
        var lines = json.putArray("lines");
        for (HeldLine line : order.lines().values()) {
            lines.add(line(line));
        }
        json.put("shipping", Decimals.plain(order.shipping()))
                .put("tax", Decimals.plain(order.tax()))
                .put("placedAt", text(placing.map(Placing::placedAt)))
                .put("updatedAt", text(order.updatedAt()))
                .put("version", order.version());
        var anomalies = json.putArray("anomalies");
        for (Step step : steps) {
            step.anomaly()
                    .ifPresent(reason -> anomalies
                            .addObject()
                            .put("eventId", step.event().eventId())
                            .put("reason", reason));
        }
        return json;
    }

    /** The same with what is damaged of the order, where anything is. */
    ObjectNode toJson(List<ShownEvent> damaged) {
        ObjectNode json = toJson();
        if (!damaged.isEmpty()) {
            json.putArray("damaged")
                    .addAll(damaged.stream().map(ShownEvent::json).toList());
        }
        return json;
    }

    private static ObjectNode line(HeldLine line) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sku", line.ordered().sku())
                .put("quantity", Decimals.plain(line.ordered().quantity()))
                .put("unitPrice", Decimals.plain(line.ordered().unitPrice()))
                .put("discount", Decimals.plain(line.ordered().discount()))
                .put("returned", Decimals.plain(line.returned()));
    }

    private static @Nullable String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }
}
