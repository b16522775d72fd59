package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Decimals;
import io.purchaseorders.projections.totals.MeasureNames;
import io.purchaseorders.projections.totals.Measures;
import java.math.BigDecimal;
import java.util.SortedSet;
import java.util.TreeSet;

/** Writes measures as answers show them: every one, zero or not; every currency that an event touched. */
final class MeasuresJson {

    private MeasuresJson() {}

    /** Adds {@code orders}, {@code units}, {@code amounts} and {@code anomalies}. */
    static ObjectNode write(ObjectNode json, Measures measures) {
        ObjectNode orders = json.putObject("orders");
        MeasureNames.ORDER_COUNTS.forEach(name -> count(orders, name, measures.get(MeasureNames.ORDERS + name)));
        ObjectNode units = json.putObject("units");
        MeasureNames.UNIT_COUNTS.forEach(
                name -> units.put(name, Decimals.plain(measures.get(MeasureNames.UNITS + name))));
        ObjectNode amounts = json.putObject("amounts");
        currencies(measures).forEach(currency -> amounts(amounts.putObject(currency), currency, measures));
        count(json, MeasureNames.ANOMALIES, measures.get(MeasureNames.ANOMALIES));
        return json;
    }

    private static void count(ObjectNode json, String name, BigDecimal value) {
        json.put(name, value.toBigIntegerExact());
    }

    private static SortedSet<String> currencies(Measures measures) {
        SortedSet<String> currencies = new TreeSet<>();
        measures.values().forEach((name, value) -> {
            String suffix = "." + MeasureNames.EVENTS;
            if (name.startsWith(MeasureNames.AMOUNTS) && name.endsWith(suffix) && value.signum() > 0) {
                currencies.add(name.substring(MeasureNames.AMOUNTS.length(), name.length() - suffix.length()));
            }
        });
        return currencies;
    }

    private static void amounts(ObjectNode json, String currency, Measures measures) {
        BigDecimal gross = measures.get(MeasureNames.amount(currency, MeasureNames.GROSS));
        BigDecimal cancelled = measures.get(MeasureNames.amount(currency, MeasureNames.CANCELLED));
        BigDecimal returned = measures.get(MeasureNames.amount(currency, MeasureNames.RETURNED));
        json.put("gross", Decimals.plain(gross))
                .put("cancelled", Decimals.plain(cancelled))
                .put("returned", Decimals.plain(returned))
                .put("net", Decimals.plain(gross.subtract(cancelled).subtract(returned)));
    }
}
