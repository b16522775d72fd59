package io.purchaseorders.projections.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderStatus;
import io.purchaseorders.projections.order.Order.HeldLine;
import io.purchaseorders.projections.order.Order.Placing;
import io.purchaseorders.projections.order.OrderRow.Position;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Writes and reads the state in an order row as JSON. Equal states give equal text. The member names are stored: renaming
 * one is a migration.
 */
public final class OrderRowCodec {

    private OrderRowCodec() {}

    /** The state and the newest position; the applied set is stored beside it, as bytes. */
    public static String write(OrderRow row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Order order = row.order();
        json.put("status", order.status().name());
        if (order.placing().isPresent()) {
            Placing placing = order.placing().get();
            json.put("placedBy", placing.eventId());
            json.put("customer", placing.customerId());
            json.put("currency", placing.currency());
            json.put("placedAt", placing.placedAt().toString());
        }
        ArrayNode lines = json.putArray("lines");
        for (HeldLine line : order.lines().values()) {
            lines.add(lineJson(line));
        }
        json.put("shipping", Decimals.plain(order.shipping()));
        json.put("tax", Decimals.plain(order.tax()));
        json.put("refunded", Decimals.plain(order.refunded()));
        if (order.updatedAt().isPresent()) {
            json.put("updatedAt", order.updatedAt().get().toString());
        }
        json.put("events", order.version());
        if (row.newest().isPresent()) {
            Position newest = row.newest().get();
            json.putArray("newest").add(newest.occurredAt()).add(newest.rank()).add(newest.eventId());
        }
        return DetailJson.write(json);
    }

    private static ArrayNode lineJson(HeldLine line) {
        return JsonNodeFactory.instance
                .arrayNode()
                .add(line.ordered().sku())
                .add(Decimals.plain(line.ordered().quantity()))
                .add(Decimals.plain(line.ordered().unitPrice()))
                .add(Decimals.plain(line.ordered().discount()))
                .add(Decimals.plain(line.returned()));
    }

    /** @throws IllegalArgumentException where the text was not written by {@link #write} */
    public static OrderRow read(String orderId, String state, byte[] applied) {
        ObjectNode json = DetailJson.parseObject(state)
                .getOrElseThrow(fault -> new IllegalArgumentException("order row " + orderId + ": " + fault.message()));
        SequencedMap<String, HeldLine> lines = new LinkedHashMap<>();
        for (JsonNode line : json.path("lines")) {
            HeldLine held = heldLine(line);
            lines.put(held.ordered().sku(), held);
        }
        Order order = new OrderBuilder()
                .orderId(orderId)
                .status(OrderStatus.valueOf(json.path("status").asText()))
                .placing(placing(json))
                .lines(lines)
                .shipping(decimal(json.path("shipping")))
                .tax(decimal(json.path("tax")))
                .refunded(decimal(json.path("refunded")))
                .updatedAt(
                        json.has("updatedAt")
                                ? Optional.of(
                                        Instant.parse(json.path("updatedAt").asText()))
                                : Optional.empty())
                .version(json.path("events").intValue())
                .build();
        JsonNode newest = json.path("newest");
        return new OrderRow(
                order,
                AppliedEvents.ofBytes(applied),
                newest.isArray()
                        ? Optional.of(new Position(
                                newest.get(0).asText(),
                                newest.get(1).intValue(),
                                newest.get(2).asText()))
                        : Optional.empty());
    }

    private static Optional<Placing> placing(ObjectNode json) {
        return json.has("placedBy")
                ? Optional.of(new Placing(
                        json.path("placedBy").asText(),
                        json.path("customer").asText(),
                        json.path("currency").asText(),
                        Instant.parse(json.path("placedAt").asText())))
                : Optional.empty();
    }

    private static HeldLine heldLine(JsonNode line) {
        return new HeldLine(
                new OrderLine(line.get(0).asText(), decimal(line.get(1)), decimal(line.get(2)), decimal(line.get(3))),
                decimal(line.get(4)));
    }

    private static BigDecimal decimal(JsonNode text) {
        return Decimals.normalized(new BigDecimal(text.asText()));
    }
}
