package io.purchaseorders.replay.totals;

import io.purchaseorders.projections.totals.Projections;

/**
 * A part of all rows, small enough to be compared in memory: every name belongs to one of {@code count} slices, and with it
 * the totals or the order that it names.
 */
public record Slice(int number, int count) {

    public static final Slice ALL = new Slice(0, 1);

    /** Whether what has this name belongs to the slice: a customer, a product, an order. */
    public boolean has(String name) {
        return count == 1 || Integer.remainderUnsigned(name.hashCode(), count) == number;
    }

    /** Whether the totals under an aggregation key belong to the slice. */
    public boolean hasRowOf(String aggregationKey) {
        return has(Projections.owning(aggregationKey)
                .map(projection -> projection.keys().nameIn(aggregationKey))
                .orElse(aggregationKey));
    }
}
