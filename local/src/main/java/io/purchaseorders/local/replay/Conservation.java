package io.purchaseorders.local.replay;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.handlers.store.EventStore;
import io.purchaseorders.handlers.store.QuarantineStore;
import io.purchaseorders.handlers.store.TotalsStore;
import io.purchaseorders.handlers.store.TotalsStore.TotalsRow;
import io.purchaseorders.projections.ByCustomer;
import io.purchaseorders.projections.ByProduct;
import io.purchaseorders.projections.MeasureNames;
import io.purchaseorders.projections.Measures;
import io.purchaseorders.projections.OrderRow;
import io.purchaseorders.projections.Overall;
import io.purchaseorders.projections.RowKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Sums that must agree, without folding anything: every stored event is applied or set aside, what is under all customers
 * and under all products is what is under ALL, and nothing ever changed a stored event. Says that something is wrong and
 * in which hour; {@link Replay} says in which row.
 */
public final class Conservation {

    private final EventStore events;
    private final TotalsStore totals;
    private final QuarantineStore quarantine;

    public Conservation(EventStore events, TotalsStore totals, QuarantineStore quarantine) {
        this.events = events;
        this.totals = totals;
        this.quarantine = quarantine;
    }

    /** What was counted, and every sum that does not agree, in words. */
    public record Report(long stored, long applied, long setAside, List<String> findings) {
        public boolean isBalanced() {
            return findings.isEmpty();
        }
    }

    /** Looks until all sums agree, or until those that do not have nothing to do with events under way. */
    public Report settled() throws InterruptedException {
        return Settling.settled(this::run, Report::isBalanced);
    }

    /** Looks once. */
    public Report run() {
        List<String> findings = new ArrayList<>();
        quarantine
                .violations()
                .forEach(violation -> findings.add("the stream told of a " + violation.kind()
                        + " of the immutable event " + violation.event().orderId() + " "
                        + violation.event().timestamp()));
        List<OrderRow> orders = totals.allOrders().toList();
        long applied = orders.stream().mapToLong(OrderRow::version).sum();
        long counting = orders.stream().mapToLong(row -> row.order().version()).sum();
        long setAside = quarantine.events().size();
        long stored = events.all().count();
        if (stored != applied + setAside) {
            findings.add(
                    stored + " events are stored, but " + applied + " are applied and " + setAside + " are set aside");
        }
        compareTotals(counting, findings);
        return new Report(stored, applied, setAside, findings);
    }

    private void compareTotals(long counting, List<String> findings) {
        List<TotalsRow> rows = totals.allTotals().toList();
        Map<String, Measures> all = byHour(rows, Overall.KEY::equals);
        BigDecimal counted = all.values().stream()
                .map(measures -> measures.get(MeasureNames.EVENTS))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (counted.compareTo(BigDecimal.valueOf(counting)) != 0) {
            findings.add("the totals under ALL count " + Decimals.plain(counted) + " events, the orders " + counting);
        }
        Map<String, Measures> customers = byHour(rows, key -> key.startsWith(ByCustomer.PREFIX));
        Map<String, Measures> products = byHour(rows, key -> key.startsWith(ByProduct.PREFIX));
        TreeSet<String> hours = new TreeSet<>(all.keySet());
        hours.addAll(customers.keySet());
        hours.addAll(products.keySet());
        for (String hour : hours) {
            Measures overall = all.getOrDefault(hour, Measures.ZERO);
            compare(
                    hour,
                    "all customers",
                    only(overall, Conservation::isOfCustomers),
                    only(customers.getOrDefault(hour, Measures.ZERO), Conservation::isOfCustomers),
                    findings);
            compare(
                    hour,
                    "all products",
                    goods(overall),
                    only(products.getOrDefault(hour, Measures.ZERO), Conservation::isOfProducts),
                    findings);
        }
    }

    /** What came before an order's placing is under no customer: how many events there are, and anomalies. */
    private static boolean isOfCustomers(String measure) {
        return !measure.equals(MeasureNames.EVENTS)
                && !measure.equals(MeasureNames.ANOMALIES)
                && !measure.contains("." + MeasureNames.EXTRAS);
    }

    private static boolean isOfProducts(String measure) {
        return measure.startsWith(MeasureNames.UNITS)
                || (measure.startsWith(MeasureNames.AMOUNTS)
                        && !measure.endsWith("." + MeasureNames.EVENTS)
                        && !measure.contains("." + MeasureNames.EXTRAS));
    }

    /** The overall measures without shipping and tax. */
    private static Measures goods(Measures overall) {
        TreeMap<String, BigDecimal> extras = new TreeMap<>();
        overall.values().forEach((measure, value) -> {
            if (measure.endsWith("." + MeasureNames.EXTRAS_CANCELLED)) {
                extras.put(measure.replace(MeasureNames.EXTRAS_CANCELLED, MeasureNames.CANCELLED), value);
            } else if (measure.endsWith("." + MeasureNames.EXTRAS)) {
                extras.put(measure.replace(MeasureNames.EXTRAS, MeasureNames.GROSS), value);
            }
        });
        return only(overall, Conservation::isOfProducts).minus(new Measures(extras));
    }

    private static Measures only(Measures measures, Predicate<String> wanted) {
        TreeMap<String, BigDecimal> kept = new TreeMap<>(measures.values());
        kept.keySet().removeIf(wanted.negate());
        return new Measures(kept);
    }

    private static void compare(String hour, String what, Measures overall, Measures sum, List<String> findings) {
        Measures difference = overall.minus(sum);
        difference
                .values()
                .forEach((measure, value) -> findings.add("in hour " + hour + ", " + measure + " under ALL and under "
                        + what + " differ by " + Decimals.plain(value)));
    }

    private static Map<String, Measures> byHour(List<TotalsRow> rows, Predicate<String> keys) {
        Map<String, Measures> hours = new HashMap<>();
        for (TotalsRow row : rows) {
            if (keys.test(row.key().aggregationKey())) {
                Map<String, TreeMap<String, BigDecimal>> named = new HashMap<>();
                row.measures()
                        .values()
                        .forEach((attribute, value) -> named.computeIfAbsent(
                                        row.key().hourOf(attribute), hour -> new TreeMap<>())
                                .put(RowKey.measureOf(attribute), value));
                named.forEach((hour, measures) -> hours.merge(hour, new Measures(measures), Measures::plus));
            }
        }
        return hours;
    }
}
