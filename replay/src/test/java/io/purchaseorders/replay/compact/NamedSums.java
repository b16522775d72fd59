package io.purchaseorders.replay.compact;

import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.projections.totals.ByCustomer;
import io.purchaseorders.projections.totals.ByProduct;
import io.purchaseorders.projections.totals.Hour;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Overall;
import io.purchaseorders.projections.totals.RowKey;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up by name, one BigDecimal after another, and notes what was said besides. */
final class NamedSums implements Sums {

    final Map<RowKey, Measures> rows = new HashMap<>();
    private final ZoneId zone;

    final List<Violation> violations = new ArrayList<>();

    /** How many orders were too wide. */
    int wides;

    private final List<String> names = new ArrayList<>();

    record Violation(Header of, boolean removed) {}

    NamedSums(ZoneId zone) {
        this.zone = zone;
    }

    private void add(String key, long seconds, Map<String, BigDecimal> named) {
        Hour hour = Hour.of(Instant.ofEpochSecond(seconds), zone);
        rows.merge(RowKey.of(key, hour), Measures.of(named), Measures::plus);
    }

    private static Map<String, BigDecimal> named(int currency, int kind, long units, long amount) {
        Map<String, BigDecimal> named = new HashMap<>();
        named.put(Measure.EVENTS.storedName(), BigDecimal.ONE);
        if (kind >= 0) {
            String letters = CompactEvent.currency(currency);
            named.put(CountNames.units(kind), decimal(units));
            named.put(CountNames.amount(letters, kind), decimal(amount));
            named.put(Measure.AMOUNT_EVENTS.storedName(letters), BigDecimal.ONE);
        }
        return named;
    }

    private static BigDecimal decimal(long value) {
        return BigDecimal.valueOf(value, CompactEvent.SCALE);
    }

    @Override
    public int customer(byte[] bytes, int from, int length) {
        return numberOf(ByCustomer.KEYS.prefix() + new String(bytes, from, length, StandardCharsets.UTF_8));
    }

    @Override
    public int product(byte[] bytes, int from, int length) {
        return numberOf(ByProduct.KEYS.prefix() + new String(bytes, from, length, StandardCharsets.UTF_8));
    }

    private int numberOf(String name) {
        if (!names.contains(name)) {
            names.add(name);
        }
        return names.indexOf(name);
    }

    @Override
    public void order(
            int customer, long seconds, int currency, int count, int kind, long units, long amount, long extras) {
        Map<String, BigDecimal> named = named(currency, kind, units, amount);
        CountNames.count(count).ifPresent(name -> named.put(name, BigDecimal.ONE));
        if (customer != NOBODY) {
            add(names.get(customer), seconds, named);
        }
        if (extras != 0) {
            named.put(
                    (kind == CANCELLED ? Measure.EXTRAS_CANCELLED : Measure.EXTRAS)
                            .storedName(CompactEvent.currency(currency)),
                    decimal(extras));
        }
        add(Overall.KEY, seconds, named);
    }

    @Override
    public void product(int product, long seconds, int currency, int kind, long units, long amount) {
        add(names.get(product), seconds, named(currency, kind, units, amount));
    }

    @Override
    public void wide(Map<RowKey, Measures> contributions) {
        wides++;
        contributions.forEach((row, measures) -> rows.merge(row, measures, Measures::plus));
    }

    @Override
    public void violation(byte[] bytes, int record, boolean removed) {
        violations.add(new Violation(CompactEvents.header(bytes, record), removed));
    }
}
