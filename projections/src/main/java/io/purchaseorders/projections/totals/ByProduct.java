package io.purchaseorders.projections.totals;

import java.util.List;

/** Totals by product: units and line amounts of one sku, without shipping and tax. */
public final class ByProduct implements Projection {

    /** The stored keys; renaming them is a migration. */
    public static final KeyFamily KEYS = KeyFamily.named("PRODUCT#", "sku");

    @Override
    public KeyFamily keys() {
        return KEYS;
    }

    /** Days of one product are sums of its few hours. */
    @Override
    public List<Granularity> granularities() {
        return List.of(Granularity.HOUR, Granularity.MONTH);
    }

    @Override
    public Measure.Level level() {
        return Measure.Level.LINES;
    }

    @Override
    public void contribute(Contribution step, Names to) {
        step.forEachLine(to::add);
    }
}
