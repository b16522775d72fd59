package io.purchaseorders.projections.totals;

/**
 * Where a total is stored: every key has a row an hour, so that no row grows with the traffic of a day and a write stays
 * one unit.
 *
 * @param period the hour in its notation
 */
public record RowKey(String aggregationKey, String period) {

    public static RowKey of(String aggregationKey, Hour hour) {
        return new RowKey(aggregationKey, hour.notation());
    }

    /** Ends the period of the row that takes what this one cannot; it sorts after it and before the next period. */
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
}
