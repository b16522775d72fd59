package io.purchaseorders.local.export;

import io.purchaseorders.events.EventType;
import io.purchaseorders.projections.ByCustomer;
import io.purchaseorders.projections.ByProduct;
import io.purchaseorders.projections.Hour;
import io.purchaseorders.projections.MeasureNames;
import io.purchaseorders.projections.Measures;
import io.purchaseorders.projections.Order.Status;
import io.purchaseorders.projections.Overall;
import io.purchaseorders.projections.RowKey;
import io.purchaseorders.projections.compact.CompactEvent;
import io.purchaseorders.projections.compact.CompactEvents;
import io.purchaseorders.projections.compact.Sums;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a fold of orders added up to: by hour, as rows are stored, or by day. For one thread; what several counted is put
 * together by {@link #addAll}.
 */
final class Totals implements Sums {

    /** Which periods are told apart. */
    enum Period {
        HOUR,
        DAY
    }

    private static final int EVENTS = 0;
    private static final int ANOMALIES = 1;
    private static final int COUNTS = 2;
    private static final int UNITS = 9;
    private static final int CURRENCY_EVENTS = 12;
    private static final int AMOUNTS = 13;
    private static final int EXTRAS = 16;
    private static final int EXTRAS_CANCELLED = 17;
    private static final int OVERALL_WIDTH = 18;
    private static final int CUSTOMER_WIDTH = 16;

    private static final int PRODUCT_UNITS = 1;
    private static final int PRODUCT_CURRENCY_EVENTS = 4;
    private static final int PRODUCT_AMOUNTS = 5;
    private static final int PRODUCT_WIDTH = 8;

    private static final int HOURS_A_DAY = 24;

    private static final List<String> KINDS =
            List.of(MeasureNames.GROSS, MeasureNames.CANCELLED, MeasureNames.RETURNED);
    private static final List<String> UNIT_NAMES =
            List.of(MeasureNames.UNITS_ORDERED, MeasureNames.UNITS_CANCELLED, MeasureNames.UNITS_RETURNED);

    private final Cells overall = new Cells(OVERALL_WIDTH);
    private final Cells customers = new Cells(CUSTOMER_WIDTH);
    private final Cells products = new Cells(PRODUCT_WIDTH);
    private final Map<RowKey, Measures> wide = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final LocalHours hours;
    private final Period period;

    private final Slice slice;

    Totals(ZoneId zone, Period period, Slice slice) {
        this.slice = slice;
        this.hours = new LocalHours(zone);
        this.period = period;
        overall.names.idOf(Overall.KEY.getBytes(StandardCharsets.UTF_8), 0, Overall.KEY.length());
    }

    private int period(long seconds) {
        int hour = hours.at(seconds);
        return period == Period.HOUR ? hour : Math.floorDiv(hour, HOURS_A_DAY);
    }

    @Override
    public void order(
            byte[] bytes,
            int customerAt,
            int customerLength,
            long seconds,
            int currency,
            int count,
            int kind,
            long units,
            long amount,
            long extras) {
        int when = period(seconds);
        if (slice.number() == 0) {
            int all = overall.at(0, when, currency);
            add(overall, all, count, kind, units, amount);
            if (extras != 0) {
                overall.add(all, kind == CANCELLED ? EXTRAS_CANCELLED : EXTRAS, extras);
            }
        }
        if (customerAt >= 0 && slice.has(bytes, customerAt, customerLength)) {
            int customer = customers.names.idOf(bytes, customerAt, customerLength);
            add(customers, customers.at(customer, when, currency), count, kind, units, amount);
        }
    }

    private static void add(Cells cells, int at, int count, int kind, long units, long amount) {
        cells.add(at, EVENTS, 1);
        if (count == ANOMALY) {
            cells.add(at, ANOMALIES, 1);
        } else if (count >= 0) {
            cells.add(at, COUNTS + count, 1);
        }
        if (kind >= 0) {
            cells.add(at, UNITS + kind, units);
            cells.add(at, CURRENCY_EVENTS, 1);
            cells.add(at, AMOUNTS + kind, amount);
        }
    }

    @Override
    public void product(
            byte[] bytes, int skuAt, int skuLength, long seconds, int currency, int kind, long units, long amount) {
        if (!slice.has(bytes, skuAt, skuLength)) {
            return;
        }
        int at = products.at(products.names.idOf(bytes, skuAt, skuLength), period(seconds), currency);
        products.add(at, EVENTS, 1);
        products.add(at, PRODUCT_UNITS + kind, units);
        products.add(at, PRODUCT_CURRENCY_EVENTS, 1);
        products.add(at, PRODUCT_AMOUNTS + kind, amount);
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

    void addAll(Totals others) {
        overall.addAll(others.overall);
        customers.addAll(others.customers);
        products.addAll(others.products);
        others.wide.forEach((row, measures) -> wide.merge(row, measures, Measures::plus));
        violations.addAll(others.violations);
    }

    /** How many sums are held: the measure of the memory that this takes. */
    long cellCount() {
        return (long) overall.size() + customers.size() + products.size();
    }

    /** Every row by its key; measures are named as in stored rows, so they carry their hour. By hour only. */
    Map<RowKey, Measures> rows() {
        if (period != Period.HOUR) {
            throw new IllegalStateException("rows have hours");
        }
        Map<RowKey, TreeMap<String, BigDecimal>> rows = new HashMap<>();
        forEach((row, named) -> named.forEach((name, value) ->
                rows.computeIfAbsent(row, key -> new TreeMap<>()).merge(name, value, BigDecimal::add)));
        Map<RowKey, Measures> measures = new HashMap<>();
        rows.forEach((row, named) -> measures.put(row, new Measures(named)));
        wide.forEach((row, more) -> measures.merge(row, more, Measures::plus));
        measures.values().removeIf(Measures::isZero);
        return measures;
    }

    private void forEach(BiConsumer<RowKey, Map<String, BigDecimal>> to) {
        forEach(overall, "", to);
        forEach(customers, ByCustomer.PREFIX, to);
        forEach(products, ByProduct.PREFIX, to);
    }

    private void forEach(Cells cells, String prefix, BiConsumer<RowKey, Map<String, BigDecimal>> to) {
        for (int cell = 0; cell < cells.size(); cell++) {
            Hour hour = new Hour(LocalDateTime.ofEpochSecond(cells.periodOf(cell) * 3_600L, 0, ZoneOffset.UTC));
            RowKey row = RowKey.of(prefix + cells.names.name(cells.keyOf(cell)), hour);
            to.accept(
                    row,
                    RowKey.inHour(hour, Measures.of(measures(cells, cell, cells == products)))
                            .values());
        }
    }

    private static Map<String, BigDecimal> measures(Cells cells, int cell, boolean areProducts) {
        Map<String, BigDecimal> named = new HashMap<>();
        put(named, MeasureNames.EVENTS, cells.value(cell, EVENTS), 0);
        if (!areProducts) {
            put(named, MeasureNames.ANOMALIES, cells.value(cell, ANOMALIES), 0);
            for (EventType type : EventType.values()) {
                put(named, countName(type), cells.value(cell, COUNTS + rank(type)), 0);
            }
        }
        String currency = cells.currencyOf(cell) == 0 ? "" : CompactEvent.currency(cells.currencyOf(cell));
        for (int kind = 0; kind < KINDS.size(); kind++) {
            int units = (areProducts ? PRODUCT_UNITS : UNITS) + kind;
            put(named, UNIT_NAMES.get(kind), cells.value(cell, units), CompactEvent.SCALE);
            int amounts = (areProducts ? PRODUCT_AMOUNTS : AMOUNTS) + kind;
            put(named, MeasureNames.amount(currency, KINDS.get(kind)), cells.value(cell, amounts), CompactEvent.SCALE);
        }
        int events = areProducts ? PRODUCT_CURRENCY_EVENTS : CURRENCY_EVENTS;
        put(named, MeasureNames.amount(currency, MeasureNames.EVENTS), cells.value(cell, events), 0);
        if (cells.width() == OVERALL_WIDTH) {
            put(
                    named,
                    MeasureNames.amount(currency, MeasureNames.EXTRAS),
                    cells.value(cell, EXTRAS),
                    CompactEvent.SCALE);
            put(
                    named,
                    MeasureNames.amount(currency, MeasureNames.EXTRAS_CANCELLED),
                    cells.value(cell, EXTRAS_CANCELLED),
                    CompactEvent.SCALE);
        }
        return named;
    }

    @SuppressWarnings("EnumOrdinal") // the ordinal is the life-cycle rank, by definition
    private static int rank(EventType type) {
        return type.ordinal();
    }

    private static String countName(EventType type) {
        return switch (type) {
            case ORDER_PLACED -> MeasureNames.transitionsInto(Status.PLACED);
            case ORDER_AMENDED -> MeasureNames.AMENDED;
            case ORDER_CONFIRMED -> MeasureNames.transitionsInto(Status.CONFIRMED);
            case ORDER_SHIPPED -> MeasureNames.transitionsInto(Status.SHIPPED);
            case ORDER_DELIVERED -> MeasureNames.transitionsInto(Status.DELIVERED);
            case ORDER_CANCELLED -> MeasureNames.transitionsInto(Status.CANCELLED);
            case ORDER_RETURNED -> MeasureNames.transitionsInto(Status.RETURNED);
        };
    }

    private static void put(Map<String, BigDecimal> named, String name, BigInteger value, int scale) {
        if (value.signum() != 0) {
            named.put(name, new BigDecimal(value, scale));
        }
    }

    /** Hands on every sum by day; what was too wide for sums is in none of them. */
    void days(Consumer<DayRow> to) {
        days(overall, "", to);
        days(customers, ByCustomer.PREFIX, to);
        days(products, ByProduct.PREFIX, to);
    }

    private void days(Cells cells, String prefix, Consumer<DayRow> to) {
        for (int cell = 0; cell < cells.size(); cell++) {
            int currency = cells.currencyOf(cell);
            to.accept(new DayRow(
                    prefix + cells.names.name(cells.keyOf(cell)),
                    LocalDate.ofEpochDay(cells.periodOf(cell)),
                    currency == 0 ? "" : CompactEvent.currency(currency),
                    measures(cells, cell, cells == products)));
        }
    }
}
