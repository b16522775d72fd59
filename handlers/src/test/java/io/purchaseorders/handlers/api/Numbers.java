package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** What totals must be, and what answers say they are, in one notation. */
@NullMarked
final class Numbers {

    /** Which total. */
    record At(String key, Granularity granularity, String period) {}

    private Numbers() {}

    /** Straight from the steps: no rows, no hours. */
    static Map<At, Measures> independently(Collection<RecordedEvent> stored) {
        Map<At, Measures> sums = new HashMap<>();
        stored.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId()))
                .forEach((orderId, events) -> History.of(events).steps(orderId).forEach(step -> {
                    LocalDateTime local = LocalDateTime.ofInstant(step.event().occurredAt(), ApiFixture.ZONE);
                    Projections.contribute(step, (projection, name, occurredAt, measures) -> {
                        for (Granularity granularity : Granularity.values()) {
                            sums.merge(
                                    new At(projection.keys().key(name), granularity, granularity.of(local)),
                                    measures,
                                    Measures::plus);
                        }
                    });
                }));
        return sums;
    }

    /** The measures of an item under their stored names, but for zeros. */
    static Map<String, String> flat(JsonNode item) {
        return plain(sum(List.of(item)));
    }

    /** The same of many items, added up. */
    static Map<String, BigDecimal> sum(Collection<JsonNode> items) {
        Map<String, BigDecimal> sum = new TreeMap<>();
        items.forEach(item -> add("", item, sum));
        return sum;
    }

    private static void add(String name, JsonNode node, Map<String, BigDecimal> sum) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> add(
                            name.isEmpty() ? member.getKey() : name + "." + member.getKey(), member.getValue(), sum));
        } else if (!name.equals("period")) {
            sum.merge(name, new BigDecimal(node.asText()), BigDecimal::add);
        }
    }

    static Map<String, String> plain(Map<String, BigDecimal> numbers) {
        Map<String, String> plain = new TreeMap<>();
        numbers.forEach((name, value) -> {
            if (value.signum() != 0) {
                plain.put(name, Decimals.plain(Decimals.normalized(value)));
            }
        });
        return plain;
    }

    /** What an answer shows of measures: not how many events there were, and not the shipping and tax within cancelled amounts. */
    static Map<String, String> shown(Measures measures) {
        Map<String, BigDecimal> named = new TreeMap<>();
        measures.values().forEach((name, value) -> {
            if (!name.endsWith("events") && !name.contains(".extras")) {
                named.put(name, value);
            }
        });
        for (String currency : Set.of("EUR", "GBP", "JPY")) {
            named.put(
                    "amounts." + currency + ".net",
                    measures.get(Measure.GROSS, currency)
                            .subtract(measures.get(Measure.CANCELLED, currency))
                            .subtract(measures.get(Measure.RETURNED, currency)));
        }
        return plain(named);
    }

    static String path(String key) {
        return "/aggregations/" + key.replace("#", "%23");
    }
}
