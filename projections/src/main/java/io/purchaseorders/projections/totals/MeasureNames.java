package io.purchaseorders.projections.totals;

import io.purchaseorders.events.OrderStatus;
import java.util.List;
import java.util.Locale;

/** The stored names of all measures. Renaming one is a migration. */
public final class MeasureNames {

    /** How many events contributed: what tells a period with events from one without. */
    public static final String EVENTS = "events";

    public static final String ANOMALIES = "anomalies";
    public static final String AMENDED = "orders.amended";
    public static final String UNITS_ORDERED = "units.ordered";
    public static final String UNITS_CANCELLED = "units.cancelled";
    public static final String UNITS_RETURNED = "units.returned";

    public static final String ORDERS = "orders.";
    public static final String UNITS = "units.";
    public static final String AMOUNTS = "amounts.";

    public static final String GROSS = "gross";
    public static final String CANCELLED = "cancelled";
    public static final String RETURNED = "returned";

    /** Shipping and tax within the gross: what the products' amounts leave out. Under ALL only, and in no answer. */
    public static final String EXTRAS = "extras";

    /** Shipping and tax within the cancelled amounts. */
    public static final String EXTRAS_CANCELLED = "extrasCancelled";

    /** The counts of orders, as an answer names them. */
    public static final List<String> ORDER_COUNTS =
            List.of("placed", "confirmed", "shipped", "delivered", "cancelled", "returned", "amended");

    public static final List<String> UNIT_COUNTS = List.of("ordered", "cancelled", "returned");

    private MeasureNames() {}

    /** Transitions into a status. */
    public static String transitionsInto(OrderStatus status) {
        return ORDERS + status.name().toLowerCase(Locale.ROOT);
    }

    /** An amount, or how many events touched one, of a currency. */
    public static String amount(String currency, String what) {
        return AMOUNTS + currency + "." + what;
    }
}
