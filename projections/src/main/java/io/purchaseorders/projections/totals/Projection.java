package io.purchaseorders.projections.totals;

import io.purchaseorders.projections.order.OrderFold.Step;
import java.util.Set;

/**
 * One way to total orders: which keys a step touches and what it adds to each. Folding, storing, replaying are someone
 * else's. A new one is a file like {@link ByProduct} and a line in {@link Projections#ALL}.
 */
public interface Projection {

    String name();

    /** The aggregation keys that a step contributes to. */
    Set<String> keys(Step step);

    /** What the step adds to one of its keys, in the period in which its event occurred. */
    Measures contribution(Step step, String key);
}
