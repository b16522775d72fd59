package io.purchaseorders.projections.totals;

/** Totals by customer: the one who placed the order. What came before the placing has no customer. */
public final class ByCustomer implements Projection {

    /** The stored keys; renaming them is a migration. */
    public static final KeyFamily KEYS = KeyFamily.named("CUSTOMER#", "customerId");

    @Override
    public KeyFamily keys() {
        return KEYS;
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
