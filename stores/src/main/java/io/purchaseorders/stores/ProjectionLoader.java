package io.purchaseorders.stores;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.util.Collection;
import java.util.Map;

/**
 * Loads what a snapshot of the events leads to into the table of a new generation, which the stream does not reach yet.
 * Nothing of it is conditional: nobody else writes there. Rows have no checkpoints; the sets of applied events in the
 * orders' rows are what drops the events that the stream brings once more.
 */
public interface ProjectionLoader {

    void loadTotals(Map<RowKey, Measures> totals);

    void loadOrders(Collection<OrderRow> orders);

    void loadDays(Collection<OrderOnDay> days);
}
