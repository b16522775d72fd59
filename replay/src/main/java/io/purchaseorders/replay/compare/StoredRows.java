package io.purchaseorders.replay.compare;

import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.replay.totals.Slice;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import java.util.function.Consumer;

/** Rows as they are stored, in a running system or in an export of its table; read as often as there are slices. */
interface StoredRows {

    /** Hands on every row of totals and every order row of a slice, in any order. */
    void read(Slice slice, Consumer<TotalsRow> totals, Consumer<OrderRow> orders);

    /** Those of a running system. */
    static StoredRows of(ProjectionReader live) {
        return (slice, totals, orders) -> {
            live.allTotals()
                    .filter(row -> slice.hasRowOf(row.key().aggregationKey()))
                    .forEach(totals);
            live.allOrders().filter(row -> slice.has(row.order().orderId())).forEach(orders);
        };
    }
}
