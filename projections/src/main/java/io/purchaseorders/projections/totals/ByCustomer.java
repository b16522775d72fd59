package io.purchaseorders.projections.totals;

import java.util.List;

/** Totals by customer: the one who placed the order. What came before the placing has no customer. */
public final class ByCustomer implements Projection {

    /** The stored keys; renaming them is a migration. */
    public static final KeyFamily KEYS = KeyFamily.named("CUSTOMER#", "customerId");

    @Override
    public KeyFamily keys() {
        return KEYS;
    }

    /** Days of one customer are sums of its few hours. */
    @Override
    public List<Granularity> granularities() {
        return List.of(Granularity.HOUR, Granularity.MONTH);
    }

    @Override
    public Measure.Level level() {
        return Measure.Level.ORDERS;
    }

    @Override
    public void contribute(Contribution step, Names to) {
        step.order().placing().ifPresent(placing -> to.add(placing.customerId(), step.ofOrder()));
    }
}
