package io.purchaseorders.projections.totals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Decimals;
import java.math.BigDecimal;
import java.util.List;

/** Writes measures as answers show them: every one, zero or not; every currency that an event touched. */
public final class MeasuresJson {

    private static final String AMOUNTS = "amounts";
    private static final String NET = "net";

    private MeasuresJson() {}

    /** Adds every measure that answers show at its place in the catalogue, and the net amount of each currency. */
    public static ObjectNode write(ObjectNode json, Measures measures) {
        for (Measure measure : Measure.all()) {
            if (measure.isPerCurrency()) {
                ObjectNode amounts = json.withObjectProperty(measure.path().getFirst());
                for (String currency : measures.currencies()) {
                    ObjectNode parent = amounts.withObjectProperty(currency);
                    put(parent, measure, measures.get(measure, currency));
                }
            } else {
                put(parent(json, measure.path()), measure, measures.get(measure));
            }
        }
        for (String currency : measures.currencies()) {
            json.withObjectProperty(AMOUNTS)
                    .withObjectProperty(currency)
                    .put(NET, Decimals.plain(measures.net(currency)));
        }
        return json;
    }

    /** The members that lead to the net amount of a currency, named as the other measures are. */
    public static String netName(String currency) {
        return String.join(".", AMOUNTS, currency, NET);
    }

    private static ObjectNode parent(ObjectNode json, List<String> path) {
        return path.size() == 1 ? json : json.withObjectProperty(path.getFirst());
    }

    private static void put(ObjectNode parent, Measure measure, BigDecimal value) {
        switch (measure.format()) {
            case HIDDEN -> {}
            case COUNT -> parent.put(measure.path().getLast(), value.toBigIntegerExact());
            case DECIMAL -> parent.put(measure.path().getLast(), Decimals.plain(value));
        }
    }
}
