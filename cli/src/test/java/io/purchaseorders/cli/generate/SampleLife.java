package io.purchaseorders.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Lives through a sample event by event and demands that each is valid and legal: the contract's rules once more, in the
 * shortest form that covers what the generator writes, and not by the code that the system runs.
 */
final class SampleLife {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2026-06-30T00:00:00Z");

    private static final Map<String, Set<String>> ALLOWED_IN = Map.of(
            "OrderPlaced", Set.of("NONE"),
            "OrderAmended", Set.of("OrderPlaced", "OrderConfirmed"),
            "OrderConfirmed", Set.of("OrderPlaced"),
            "OrderShipped", Set.of("OrderPlaced", "OrderConfirmed"),
            "OrderDelivered", Set.of("OrderPlaced", "OrderConfirmed", "OrderShipped"),
            "OrderCancelled", Set.of("OrderPlaced", "OrderConfirmed", "OrderShipped"),
            "OrderReturned", Set.of("OrderShipped", "OrderDelivered", "OrderReturned"));

    private final Map<String, String> statuses = new HashMap<>();
    private final Map<String, Map<String, Long>> held = new HashMap<>();
    private final Map<String, Integer> customers = new HashMap<>();
    private final Map<String, Integer> eventsOfType = new HashMap<>();
    private final Map<String, Integer> eventsLeft = new HashMap<>();
    private final Set<String> currencies = new HashSet<>();
    private final Set<String> eventIds = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private Instant now = FIRST;
    private int placedLines;
    private int mostOpenOrders;

    private SampleLife() {}

    static SampleLife of(String sample) throws IOException {
        assertThat(sample).endsWith("\n");
        SampleLife life = new SampleLife();
        for (String line : sample.lines().toList()) {
            life.eventsLeft.merge(detail(line).get("orderId").asText(), 1, Integer::sum);
        }
        for (String line : sample.lines().toList()) {
            life.live(JSON.readTree(line).get("DetailType").asText(), detail(line));
        }
        return life;
    }

    private static JsonNode detail(String line) throws IOException {
        JsonNode entry = JSON.readTree(line);
        assertThat(entry.fieldNames()).toIterable().containsExactly("Source", "DetailType", "Detail");
        assertThat(entry.get("Detail").isTextual()).isTrue();
        return JSON.readTree(entry.get("Detail").asText());
    }

    private void live(String type, JsonNode event) {
        String id = event.get("orderId").asText();
        assertThat(id).matches("[A-Za-z0-9._:-]{1,64}");
        assertThat(event.get("eventId").asText())
                .matches("[A-Za-z0-9._:-]{1,64}")
                .matches(eventIds::add, "is new");
        Instant at = OffsetDateTime.parse(event.get("occurredAt").asText()).toInstant();
        assertThat(at).isBetween(now, LAST);
        now = at;
        assertThat(ALLOWED_IN.get(type)).as("%s of %s", type, id).contains(statuses.getOrDefault(id, "NONE"));
        if (!type.equals("OrderAmended")) {
            statuses.put(id, type);
        }
        eventsOfType.merge(type, 1, Integer::sum);
        eventsLeft.merge(id, -1, Integer::sum);
        switch (type) {
            case "OrderPlaced" -> {
                customers.merge(event.get("customerId").asText(), 1, Integer::sum);
                currencies.add(event.get("currency").asText());
                placedLines += event.get("lines").size();
                hold(id, event);
            }
            case "OrderAmended" -> hold(id, event);
            case "OrderReturned" -> takeBack(id, event);
            default -> {}
        }
        if (Objects.requireNonNull(eventsLeft.get(id)) > 0) {
            open.add(id);
            mostOpenOrders = Math.max(mostOpenOrders, open.size());
        } else {
            open.remove(id);
        }
    }

    private void hold(String id, JsonNode event) {
        Map<String, Long> units = new HashMap<>();
        for (JsonNode line : event.get("lines")) {
            long quantity = line.get("quantity").longValue();
            assertThat(quantity).isPositive();
            assertThat(units.put(line.get("sku").asText(), quantity))
                    .as("a sku stands once")
                    .isNull();
            BigDecimal amount = money(line, "unitPrice").multiply(BigDecimal.valueOf(quantity));
            assertThat(amount.subtract(line.has("discount") ? money(line, "discount") : BigDecimal.ZERO))
                    .isNotNegative();
        }
        assertThat(units).isNotEmpty().hasSizeLessThanOrEqualTo(6);
        money(event, "shipping");
        money(event, "tax");
        held.put(id, units);
    }

    private void takeBack(String id, JsonNode event) {
        Map<String, Long> units = Objects.requireNonNull(held.get(id));
        for (JsonNode line : event.get("lines")) {
            long quantity = line.get("quantity").longValue();
            assertThat(quantity).isPositive();
            assertThat(units.merge(line.get("sku").asText(), -quantity, Long::sum))
                    .as("no more comes back than the order holds")
                    .isNotNegative();
            money(line, "refund");
        }
    }

    private static BigDecimal money(JsonNode object, String member) {
        assertThat(object.get(member).isTextual()).isTrue();
        assertThat(object.get(member).asText()).matches("(0|[1-9][0-9]{0,11})\\.[0-9]{2}");
        return new BigDecimal(object.get(member).asText());
    }

    Set<String> orders() {
        return statuses.keySet();
    }

    Set<String> currencies() {
        return currencies;
    }

    Map<String, Integer> customers() {
        return customers;
    }

    int events() {
        return eventIds.size();
    }

    int events(String type) {
        return eventsOfType.getOrDefault(type, 0);
    }

    int placedLines() {
        return placedLines;
    }

    int mostOpenOrders() {
        return mostOpenOrders;
    }
}
