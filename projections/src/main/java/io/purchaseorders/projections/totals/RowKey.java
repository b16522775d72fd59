package io.purchaseorders.projections.totals;

import java.math.BigDecimal;
import java.util.TreeMap;

/**
 * Where a total is stored: every key has a row an hour, so that no row grows with the traffic of a day and a write stays
 * one unit. The measures carry their hour as well, so that a reader needs nothing but an attribute's name and its row's day.
 *
 * @param period the hour in its notation
 */
public record RowKey(String aggregationKey, String period) {

    /** Between the hour and the measure in a stored attribute's name. */
    private static final char SEPARATOR = '.';

    private static final int HOUR_DIGITS = 2;

    public static RowKey of(String aggregationKey, Hour hour) {
        return new RowKey(aggregationKey, hour.notation());
    }

    /** Measures under the names that they have in a row: {@code 10.orders.placed}. */
    public static Measures inHour(Hour hour, Measures measures) {
        String prefix = hour.ofDay() + SEPARATOR;
        TreeMap<String, BigDecimal> named = new TreeMap<>();
        measures.values().forEach((name, value) -> named.put(prefix + name, value));
        return new Measures(named);
    }

    /** QuarantineState the row that takes what this one cannot; it sorts behind it and before the next period. */
    private static final String QUARANTINE_SUFFIX = "!quarantine";

    /**
     * Where additions go that this row cannot take, because one of its values is no number or too long for one. Reading
     * sums both, so that no total is short.
     */
    public RowKey quarantineRow() {
        return new RowKey(aggregationKey, period + QUARANTINE_SUFFIX);
    }

    /** The row that this one belongs to: itself, or the one that it stands beside. */
    public RowKey home() {
        return period.endsWith(QUARANTINE_SUFFIX)
                ? new RowKey(aggregationKey, period.substring(0, period.length() - QUARANTINE_SUFFIX.length()))
                : this;
    }

    /** The day of the row's hour. */
    public String day() {
        return period.substring(0, "2026-11-23".length());
    }

    /** Reads the name of a stored attribute: its hour's notation. */
    public String hourOf(String attribute) {
        return day() + "T" + attribute.substring(0, HOUR_DIGITS);
    }

    /** Reads the name of a stored attribute: its measure. */
    public static String measureOf(String attribute) {
        return attribute.substring(HOUR_DIGITS + 1);
    }

    /** Whether a stored attribute is a measure; the others are keys and checkpoints. */
    public static boolean isMeasure(String attribute) {
        return attribute.length() > HOUR_DIGITS + 1
                && attribute.charAt(HOUR_DIGITS) == SEPARATOR
                && Character.isDigit(attribute.charAt(0))
                && Character.isDigit(attribute.charAt(1));
    }
}
