package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.projections.order.Order;
import io.purchaseorders.projections.order.OrderFold;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What any design has to write that applies a batch whole: the state of each order in it, and each pair of key and hour
 * that the answers need, once. A write unit each at least.
 */
final class LowerBound {

    private final Map<String, Order> orders = new HashMap<>();

    LowerBound(Map<String, List<Published>> before) {
        before.forEach((orderId, events) ->
                orders.put(orderId, Orders.row(orderId, events).order()));
    }

    /** Distinct rows of the next batch. */
    int rows(List<Published> batch) {
        Set<RowKey> totals = new HashSet<>();
        Set<String> touched = new HashSet<>();
        for (Published published : batch) {
            OrderEvent event = Orders.recorded(published).event();
            Step step = OrderFold.step(orders.getOrDefault(event.orderId(), Order.none(event.orderId())), event);
            orders.put(event.orderId(), step.after());
            touched.add(event.orderId());
            totals.addAll(Projections.contributions(step, ZoneOffset.UTC).keySet());
        }
        return totals.size() + touched.size();
    }
}
