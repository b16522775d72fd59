package io.purchaseorders.replay.compare;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import io.purchaseorders.replay.history.ExportedHistory.Orders;
import io.purchaseorders.replay.history.OrderItems;
import io.purchaseorders.replay.totals.OrderTotals;
import io.purchaseorders.replay.totals.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a slice that a history gives. For one thread. */
final class ExpectedRows implements Orders {

    private final OrderTotals totals;
    private final Slice slice;
    private final Map<String, StoredOrder> orders = new HashMap<>();

    ExpectedRows(OrderTotals totals, Slice slice) {
        this.totals = totals;
        this.slice = slice;
    }

    OrderTotals totals() {
        return totals;
    }

    /** The order rows by order id. */
    Map<String, StoredOrder> orders() {
        return orders;
    }

    @Override
    public void order(String orderId, OrderItems first, OrderItems second) {
        List<RecordedEvent> events = totals.add(orderId, first);
        if (!events.isEmpty() && slice.has(orderId)) {
            orders.put(orderId, StoredOrder.of(OrderRow.of(orderId, events)));
        }
    }
}
