package io.purchaseorders.cli.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The totals of legal histories, summed from the published JSON by the words of the contract and by no class of the
 * system. By key, granularity and period; measures are named as in the answer, {@code amounts.EUR.net}, without zeros.
 */
final class IndependentTotals {

    static final Map<String, Function<Instant, String>> GRANULARITIES = Map.of(
            "HOUR", at -> at.toString().substring(0, 13),
            "DAY", at -> at.toString().substring(0, 10),
            "WEEK",
                    at -> DateTimeFormatter.ISO_WEEK_DATE
                            .format(LocalDate.ofInstant(at, ZoneOffset.UTC))
                            .substring(0, 8),
            "MONTH", at -> at.toString().substring(0, 7),
            "YEAR", at -> at.toString().substring(0, 4),
            "TOTAL", at -> "TOTAL");

    /** What an order holds while its events are told. */
    private static final class Told {
        private String customer = "";
        private String currency = "";
        private JsonNode content = SampleEvent.json("{}");
        private boolean returned;
    }

    /** One measure that an event adds to under a key. */
    private record Addition(String key, Instant at, String measure, BigDecimal value) {}

    private final List<Addition> additions = new ArrayList<>();

    static IndependentTotals of(List<SampleEvent> events) {
        IndependentTotals totals = new IndependentTotals();
        events.stream()
                .collect(Collectors.groupingBy(SampleEvent::orderId))
                .values()
                .forEach(order -> {
                    Told told = new Told();
                    order.stream()
                            .sorted(Comparator.comparing(SampleEvent::occurredAt))
                            .forEach(event -> totals.tell(told, event));
                });
        return totals;
    }

    /** By period, for a key and a granularity. */
    Map<String, Map<String, BigDecimal>> of(String key, String granularity) {
        Function<Instant, String> period = GRANULARITIES.getOrDefault(granularity, Instant::toString);
        Map<String, Map<String, BigDecimal>> sums = new TreeMap<>();
        additions.stream()
                .filter(addition -> addition.key().equals(key))
                .forEach(addition -> sums.computeIfAbsent(period.apply(addition.at()), absent -> new TreeMap<>())
                        .merge(addition.measure(), addition.value(), BigDecimal::add));
        sums.values().forEach(measures -> {
            measures.values().removeIf(value -> value.signum() == 0);
            measures.replaceAll((measure, value) -> value.stripTrailingZeros());
        });
        return sums;
    }

    Set<String> keys() {
        return additions.stream().map(Addition::key).collect(Collectors.toSet());
    }

    private void tell(Told told, SampleEvent event) {
        JsonNode detail = event.members();
        JsonNode before = told.content;
        String status = event.type().substring("Order".length()).toLowerCase(java.util.Locale.ROOT);
        switch (event.type()) {
            case "OrderPlaced" -> {
                told.customer = detail.path("customerId").asText();
                told.currency = detail.path("currency").asText();
                told.content = detail;
                add(told, event, "ordered", "gross", Map.of(), parts(detail), total(detail));
                addExtras(told, event, BigDecimal.ZERO, BigDecimal.ZERO);
            }
            case "OrderAmended" -> {
                told.content = detail;
                add(
                        told,
                        event,
                        "ordered",
                        "gross",
                        parts(before),
                        parts(detail),
                        total(detail).subtract(total(before)));
                addExtras(told, event, number(before, "shipping"), number(before, "tax"));
            }
            case "OrderCancelled" -> add(told, event, "cancelled", "cancelled", Map.of(), parts(before), total(before));
            case "OrderReturned" -> {
                Map<String, Part> parts = new HashMap<>();
                detail.path("lines")
                        .forEach(line -> parts.put(
                                line.path("sku").asText(), new Part(number(line, "quantity"), number(line, "refund"))));
                BigDecimal refund = parts.values().stream().map(Part::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
                add(told, event, "returned", "returned", Map.of(), parts, refund);
            }
            default -> {}
        }
        boolean again = event.type().equals("OrderReturned") && told.returned;
        told.returned |= event.type().equals("OrderReturned");
        ofOrders(
                told,
                (key, one) -> additions.add(
                        new Addition(key, event.occurredAt(), "orders." + status, again ? BigDecimal.ZERO : one)));
    }

    /** By how much shipping and tax change, from what they were before. */
    private void addExtras(Told told, SampleEvent event, BigDecimal shippingBefore, BigDecimal taxBefore) {
        String amounts = "amounts." + told.currency + ".";
        BigDecimal shipping = number(event.members(), "shipping").subtract(shippingBefore);
        BigDecimal tax = number(event.members(), "tax").subtract(taxBefore);
        ofOrders(told, (key, one) -> {
            additions.add(new Addition(key, event.occurredAt(), amounts + "shipping", shipping));
            additions.add(new Addition(key, event.occurredAt(), amounts + "tax", tax));
        });
    }

    /** Units and line amount of one sku. */
    private record Part(BigDecimal units, BigDecimal amount) {
        static final Part NONE = new Part(BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private static void ofOrders(Told told, BiConsumer<String, BigDecimal> add) {
        add.accept("ALL", BigDecimal.ONE);
        add.accept("CUSTOMER#" + told.customer, BigDecimal.ONE);
    }

    private void add(
            Told told,
            SampleEvent event,
            String units,
            String amount,
            Map<String, Part> before,
            Map<String, Part> after,
            BigDecimal total) {
        Set<String> skus = new HashSet<>(before.keySet());
        skus.addAll(after.keySet());
        BigDecimal allUnits = BigDecimal.ZERO;
        for (String sku : skus) {
            Part from = before.getOrDefault(sku, Part.NONE);
            Part to = after.getOrDefault(sku, Part.NONE);
            allUnits = allUnits.add(to.units().subtract(from.units()));
            if (!from.equals(to)) {
                add(
                        "PRODUCT#" + sku,
                        told,
                        event,
                        units,
                        amount,
                        to.units().subtract(from.units()),
                        to.amount().subtract(from.amount()));
            }
        }
        BigDecimal sum = allUnits;
        ofOrders(told, (key, one) -> add(key, told, event, units, amount, sum, total));
    }

    private void add(
            String key,
            Told told,
            SampleEvent event,
            String units,
            String amount,
            BigDecimal unitsValue,
            BigDecimal amountValue) {
        String amounts = "amounts." + told.currency + ".";
        additions.add(new Addition(key, event.occurredAt(), "units." + units, unitsValue));
        additions.add(new Addition(key, event.occurredAt(), amounts + amount, amountValue));
        additions.add(new Addition(
                key, event.occurredAt(), amounts + "net", amount.equals("gross") ? amountValue : amountValue.negate()));
    }

    private static Map<String, Part> parts(JsonNode content) {
        Map<String, Part> parts = new HashMap<>();
        content.path("lines")
                .forEach(line -> parts.put(
                        line.path("sku").asText(),
                        new Part(number(line, "quantity"), amount(line).stripTrailingZeros())));
        return parts;
    }

    private static BigDecimal amount(JsonNode line) {
        return number(line, "quantity").multiply(number(line, "unitPrice")).subtract(number(line, "discount"));
    }

    static BigDecimal total(JsonNode content) {
        BigDecimal total = number(content, "shipping").add(number(content, "tax"));
        for (JsonNode line : content.path("lines")) {
            total = total.add(amount(line));
        }
        return total;
    }

    private static BigDecimal number(JsonNode object, String name) {
        return object.has(name) ? new BigDecimal(object.path(name).asText()) : BigDecimal.ZERO;
    }
}
