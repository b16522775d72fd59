package io.purchaseorders.projections.totals;

import java.util.List;

/** Totals over everything, under one key. */
public final class Overall implements Projection {

    /** The stored key; renaming it is a migration. */
    public static final String KEY = "ALL";

    private static final KeyFamily KEYS = KeyFamily.single(KEY);

    @Override
    public KeyFamily keys() {
        return KEYS;
    }

    /** One key: a row more a batch is next to nothing, so that a year by days is 366 rows. */
    @Override
    public List<Granularity> granularities() {
        return List.of(Granularity.HOUR, Granularity.DAY, Granularity.MONTH);
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
