package io.purchaseorders.projections.totals;

import io.purchaseorders.projections.order.OrderFold.Step;
import java.util.Set;

/** Totals by customer: the one who placed the order. What came before the placing has no customer. */
public final class ByCustomer implements Projection {

    /** Begins the stored key; renaming it is a migration. */
    public static final String PREFIX = "CUSTOMER#";

    @Override
    public String name() {
        return "by-customer";
    }

    @Override
    public Set<String> keys(Step step) {
        return step.after()
                .placing()
                .map(placing -> Set.of(PREFIX + placing.customerId()))
                .orElse(Set.of());
    }

    @Override
    public Measures contribution(Step step, String key) {
        return Contribution.ofOrder(step);
    }
}
