package io.purchaseorders.projections.totals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Decimals;
import java.util.List;
import java.util.SortedSet;

/** Writes measures as answers show them: every one, zero or not; every currency that an event touched. */
public final class MeasuresJson {

    private static final String AMOUNTS = "amounts";
    private static final String NET = "net";

    private MeasuresJson() {}

    /** Adds every measure that answers show at its place in the catalogue, and the net amount of each currency. */
    public static ObjectNode write(ObjectNode json, Measures measures) {
        SortedSet<String> currencies = measures.currencies();
        for (Measure measure : Measure.shown()) {
            ObjectNode parent = parent(json, measure);
            if (measure.isPerCurrency()) {
                for (String currency : currencies) {
                    put(parent.withObjectProperty(currency), measure, measures, MeasureId.of(measure, currency));
                }
            } else {
                put(parent, measure, measures, MeasureId.of(measure));
            }
        }
        for (String currency : currencies) {
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

    private static ObjectNode parent(ObjectNode json, Measure measure) {
        List<String> path = measure.path();
        return path.size() == 1 ? json : json.withObjectProperty(path.getFirst());
    }

    private static void put(ObjectNode parent, Measure measure, Measures measures, int id) {
        String name = measure.path().getLast();
        switch (measure.format()) {
            case HIDDEN -> {}
            case COUNT -> parent.put(name, measures.get(id).toBigIntegerExact());
            case DECIMAL -> parent.put(name, measures.plain(id));
        }
    }
}
