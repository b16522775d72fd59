package io.purchaseorders.projections.totals;

/** Totals over everything, under one key. */
public final class Overall implements Projection {

    /** The stored key; renaming it is a migration. */
    public static final String KEY = "ALL";

    private static final KeyFamily KEYS = KeyFamily.single(KEY);

    @Override
    public KeyFamily keys() {
        return KEYS;
    }

    @Override
    public Measure.Level level() {
        return Measure.Level.OVERALL;
    }

    @Override
    public void contribute(Contribution step, Names to) {
        to.add("", step.overall());
    }
}
