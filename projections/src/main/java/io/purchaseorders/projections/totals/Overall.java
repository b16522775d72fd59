package io.purchaseorders.projections.totals;

import io.purchaseorders.projections.order.OrderFold.Step;
import java.util.Set;

/** Totals over everything, under one key. */
public final class Overall implements Projection {

    /** The stored key; renaming it is a migration. */
    public static final String KEY = "ALL";

    @Override
    public String name() {
        return "overall";
    }

    @Override
    public Set<String> keys(Step step) {
        return Set.of(KEY);
    }

    @Override
    public Measures contribution(Step step, String key) {
        return Contribution.ofOrder(step).plus(Contribution.extras(step));
    }
}
