package io.purchaseorders.replay.export;

import io.purchaseorders.projections.totals.ByCustomer;
import io.purchaseorders.projections.totals.ByProduct;
import io.purchaseorders.projections.totals.Hour;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Overall;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.compact.CompactEvent;
import io.purchaseorders.replay.compact.CompactEvents;
import io.purchaseorders.replay.compact.CountNames;
import io.purchaseorders.replay.compact.Sums;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a fold of orders added up to: by hour, as rows are stored, or by day. For one thread; what several counted is put
 * together by {@link #additions}.
 */
final class Totals implements Sums {

    /** Which periods are told apart. */
    enum Period {
        HOUR,
        DAY
    }

    /** The first numbers of a cell of orders are their counts. */
    private static final int UNITS = COUNTS;

    private static final int AMOUNTS = UNITS + 3;
    private static final int EXTRAS = AMOUNTS + 3;
    private static final int EXTRAS_CANCELLED = EXTRAS + 1;
    private static final int OVERALL_WIDTH = EXTRAS_CANCELLED + 1;
    private static final int CUSTOMER_WIDTH = EXTRAS;

    private static final int PRODUCT_EVENTS = 0;
    private static final int PRODUCT_UNITS = 1;
    private static final int PRODUCT_AMOUNTS = PRODUCT_UNITS + 3;
    private static final int PRODUCT_WIDTH = PRODUCT_AMOUNTS + 3;

    private static final int KINDS = 3;

    /** Counts of events that say nothing of units and amounts. */
    private static final Set<Integer> BARE = Set.of(2, 3, 4, ANOMALY);

    /** A customer that belongs to another slice. */
    private static final int OTHER_CUSTOMER = -2;

    /** The first number of products that belong to another slice; the others go down from it. */
    private static final int OTHER_PRODUCT = -1;

    private static final int HOURS_A_DAY = 24;

    private final Cells overall = new Cells(OVERALL_WIDTH);
    private final Cells customers = new Cells(CUSTOMER_WIDTH);
    private final Cells products = new Cells(PRODUCT_WIDTH);
    private final Keys otherProducts = new Keys();
    private final Map<RowKey, Measures> wide = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final LocalHours hours;
    private final Period period;

    private final Slice slice;

    Totals(ZoneId zone, Period period, Slice slice) {
        this.slice = slice;
        this.hours = new LocalHours(zone);
        this.period = period;
        byte[] all = Arrays.copyOf(Overall.KEY.getBytes(StandardCharsets.UTF_8), Overall.KEY.length() + Long.BYTES);
        overall.names.idOf(all, 0, Overall.KEY.length());
    }

    private int period(long seconds) {
        int hour = hours.at(seconds);
        return period == Period.HOUR ? hour : Math.floorDiv(hour, HOURS_A_DAY);
    }

    @Override
    public int customer(byte[] bytes, int from, int length) {
        return slice.has(bytes, from, length) ? customers.names.idOf(bytes, from, length) : OTHER_CUSTOMER;
    }

    @Override
    public int product(byte[] bytes, int from, int length) {
        return slice.has(bytes, from, length)
                ? products.names.idOf(bytes, from, length)
                : OTHER_PRODUCT - otherProducts.idOf(bytes, from, length);
    }

    @Override
    public void order(
            int customer, long seconds, int currency, int count, int kind, long units, long amount, long extras) {
        int when = period(seconds);
        if (slice.number() == 0) {
            int all = overall.at(0, when, currency);
            add(overall, all, count, kind, units, amount);
            if (extras != 0) {
                overall.add(all, kind == CANCELLED ? EXTRAS_CANCELLED : EXTRAS, extras);
            }
        }
        if (customer >= 0) {
            int to = kind < 0 ? Cells.measures(count) : Cells.measures(count, UNITS + kind, AMOUNTS + kind);
            customers.add(customer, when, currency, to, units, amount);
        }
    }

    private static void add(Cells cells, int at, int count, int kind, long units, long amount) {
        cells.add(at, count, 1);
        if (kind >= 0) {
            cells.add(at, UNITS + kind, units);
            cells.add(at, AMOUNTS + kind, amount);
        }
    }

    @Override
    public void product(int product, long seconds, int currency, int kind, long units, long amount) {
        if (product > OTHER_PRODUCT) {
            int to = Cells.measures(PRODUCT_EVENTS, PRODUCT_UNITS + kind, PRODUCT_AMOUNTS + kind);
            products.add(product, period(seconds), currency, to, units, amount);
        }
    }

    @Override
    public void wide(Map<RowKey, Measures> contributions) {
        contributions.forEach((row, measures) -> {
            if (slice.has(row.aggregationKey())) {
                wide.merge(row, measures, Measures::plus);
            }
        });
    }

    @Override
    public void violation(byte[] bytes, int record, boolean removed) {
        var header = CompactEvents.header(bytes, record);
        violations.add("event " + header.eventId() + " of order " + header.orderId()
                + (removed ? " was removed" : " was changed") + " after it was stored");
    }

    /** Events that were changed or removed, in words. */
    List<String> violations() {
        return violations;
    }

    /** Adds what cells still wait with, before any of it is read. */
    private void settle() {
        customers.settle();
        products.settle();
    }

    /** What adds all that others counted, in parts that may run side by side. */
    List<Runnable> additions(Totals others) {
        return List.of(() -> customers.addAll(others.customers), () -> products.addAll(others.products), () -> {
            overall.addAll(others.overall);
            others.wide.forEach((row, measures) -> wide.merge(row, measures, Measures::plus));
            violations.addAll(others.violations);
        });
    }

    /** How many sums are held: the measure of the memory that this takes. */
    long cellCount() {
        settle();
        return (long) overall.size() + customers.size() + products.size();
    }

    /** How many rows there are. By hour only. */
    long rowCount() {
        return wide.isEmpty() ? overall.rowCount() + customers.rowCount() + products.rowCount() : rows().size();
    }

    /**
     * Whether others are the same, for which no row has to be made. What was too wide for sums may be the same though
     * this says no.
     */
    boolean isSameAs(Totals others) {
        return overall.isSameAs(others.overall)
                && customers.isSameAs(others.customers)
                && products.isSameAs(others.products)
                && wide.equals(others.wide);
    }

    /** Every row by its key. By hour only. */
    Map<RowKey, Measures> rows() {
        if (period != Period.HOUR) {
            throw new IllegalStateException("rows have hours");
        }
        Map<RowKey, TreeMap<String, BigDecimal>> rows = new HashMap<>();
        forEach((row, named) -> named.forEach((name, value) ->
                rows.computeIfAbsent(row, key -> new TreeMap<>()).merge(name, value, BigDecimal::add)));
        Map<RowKey, Measures> measures = new HashMap<>();
        rows.forEach((row, named) -> measures.put(row, Measures.of(named)));
        wide.forEach((row, more) -> measures.merge(row, more, Measures::plus));
        measures.values().removeIf(Measures::isZero);
        return measures;
    }

    private void forEach(BiConsumer<RowKey, Map<String, BigDecimal>> to) {
        settle();
        forEach(overall, "", to);
        forEach(customers, ByCustomer.KEYS.prefix(), to);
        forEach(products, ByProduct.KEYS.prefix(), to);
    }

    private void forEach(Cells cells, String prefix, BiConsumer<RowKey, Map<String, BigDecimal>> to) {
        for (int cell = 0; cell < cells.size(); cell++) {
            Hour hour = new Hour(LocalDateTime.ofEpochSecond(cells.periodOf(cell) * 3_600L, 0, ZoneOffset.UTC));
            RowKey row = RowKey.of(prefix + cells.names.name(cells.keyOf(cell)), hour);
            to.accept(row, measures(cells, cell));
        }
    }

    private Map<String, BigDecimal> measures(Cells cells, int cell) {
        boolean areProducts = cells == products;
        Map<String, BigDecimal> named = new HashMap<>();
        String currency = cells.currencyOf(cell) == 0 ? "" : CompactEvent.currency(cells.currencyOf(cell));
        BigInteger events = cells.value(cell, PRODUCT_EVENTS);
        BigInteger withAmounts = events;
        if (!areProducts) {
            events = BigInteger.ZERO;
            withAmounts = BigInteger.ZERO;
            for (int count = 0; count < COUNTS; count++) {
                BigInteger value = cells.value(cell, count);
                events = events.add(value);
                withAmounts = BARE.contains(count) ? withAmounts : withAmounts.add(value);
                CountNames.count(count).ifPresent(name -> put(named, name, value, 0));
            }
        }
        put(named, Measure.EVENTS.storedName(), events, 0);
        put(named, Measure.AMOUNT_EVENTS.storedName(currency), withAmounts, 0);
        for (int kind = 0; kind < KINDS; kind++) {
            BigInteger units = cells.value(cell, (areProducts ? PRODUCT_UNITS : UNITS) + kind);
            BigInteger amount = cells.value(cell, (areProducts ? PRODUCT_AMOUNTS : AMOUNTS) + kind);
            put(named, CountNames.units(kind), units, CompactEvent.SCALE);
            put(named, CountNames.amount(currency, kind), amount, CompactEvent.SCALE);
        }
        if (cells == overall) {
            BigInteger extras = cells.value(cell, EXTRAS);
            BigInteger cancelled = cells.value(cell, EXTRAS_CANCELLED);
            put(named, Measure.EXTRAS.storedName(currency), extras, CompactEvent.SCALE);
            put(named, Measure.EXTRAS_CANCELLED.storedName(currency), cancelled, CompactEvent.SCALE);
        }
        return named;
    }

    private static void put(Map<String, BigDecimal> named, String name, BigInteger value, int scale) {
        if (value.signum() != 0) {
            named.put(name, new BigDecimal(value, scale));
        }
    }

    /** Hands on every sum by day; what was too wide for sums is in none of them. */
    void days(Consumer<DayRow> to) {
        settle();
        days(overall, "", to);
        days(customers, ByCustomer.KEYS.prefix(), to);
        days(products, ByProduct.KEYS.prefix(), to);
    }

    private void days(Cells cells, String prefix, Consumer<DayRow> to) {
        for (int cell = 0; cell < cells.size(); cell++) {
            int currency = cells.currencyOf(cell);
            to.accept(new DayRow(
                    prefix + cells.names.name(cells.keyOf(cell)),
                    LocalDate.ofEpochDay(cells.periodOf(cell)),
                    currency == 0 ? "" : CompactEvent.currency(currency),
                    measures(cells, cell)));
        }
    }
}
