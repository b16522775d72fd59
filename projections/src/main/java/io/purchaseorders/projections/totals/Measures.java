package io.purchaseorders.projections.totals;

import io.purchaseorders.events.Decimals;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named exact numbers under addition: a commutative group. A zero is not held, so that equal measures have equal
 * representations, whatever was added and taken away on the way there.
 */
public record Measures(SortedMap<String, BigDecimal> values) {

    public static final Measures ZERO = new Measures(new TreeMap<>());

    public Measures {
        TreeMap<String, BigDecimal> held = new TreeMap<>();
        for (Map.Entry<String, BigDecimal> measure : values.entrySet()) {
            if (measure.getValue().signum() != 0) {
                held.put(measure.getKey(), Decimals.normalized(measure.getValue()));
            }
        }
        values = Collections.unmodifiableSortedMap(held);
    }

    public static Measures of(Map<String, BigDecimal> values) {
        return new Measures(new TreeMap<>(values));
    }

    public Measures plus(Measures other) {
        TreeMap<String, BigDecimal> sum = new TreeMap<>(values);
        for (Map.Entry<String, BigDecimal> measure : other.values.entrySet()) {
            sum.merge(measure.getKey(), measure.getValue(), BigDecimal::add);
        }
        return new Measures(sum);
    }

    public Measures negated() {
        TreeMap<String, BigDecimal> negated = new TreeMap<>(values);
        negated.replaceAll((name, value) -> value.negate());
        return new Measures(negated);
    }

    public Measures minus(Measures other) {
        return plus(other.negated());
    }

    public boolean isZero() {
        return values.isEmpty();
    }

    public BigDecimal get(String name) {
        return values.getOrDefault(name, BigDecimal.ZERO);
    }
}
