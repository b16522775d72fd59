package io.purchaseorders.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a generated order must look like after each of its events, computed from what is published alone. Its events come
 * in the order of business time, and none is an anomaly.
 */
final class KnownOrder {

    record State(String status, BigDecimal total) {}

    private final List<State> states = new ArrayList<>();

    void then(Entry entry) {
        State before = states.isEmpty() ? new State("NONE", BigDecimal.ZERO) : states.getLast();
        JsonNode detail = Entry.json(entry.detail());
        states.add(
                switch (entry.type()) {
                    case "OrderPlaced" -> new State("PLACED", total(detail));
                    case "OrderAmended" -> new State(before.status(), total(detail));
                    case "OrderConfirmed" -> new State("CONFIRMED", before.total());
                    case "OrderShipped" -> new State("SHIPPED", before.total());
                    case "OrderDelivered" -> new State("DELIVERED", before.total());
                    case "OrderCancelled" -> new State("CANCELLED", before.total());
                    case "OrderReturned" -> new State("RETURNED", before.total());
                    default -> throw new AssertionError(entry.type());
                });
    }

    int version() {
        return states.size();
    }

    State at(int version) {
        return states.get(version - 1);
    }

    private static BigDecimal total(JsonNode detail) {
        BigDecimal total = decimal(detail, "shipping").add(decimal(detail, "tax"));
        for (JsonNode line : detail.path("lines")) {
            total = total.add(decimal(line, "quantity")
                    .multiply(decimal(line, "unitPrice"))
                    .subtract(decimal(line, "discount")));
        }
        return total;
    }

    static BigDecimal decimal(JsonNode object, String member) {
        return new BigDecimal(object.path(member).asText("0"));
    }
}
