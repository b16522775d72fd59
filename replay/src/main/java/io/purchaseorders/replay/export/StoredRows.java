package io.purchaseorders.replay.export;

import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.Replay.Difference;
import io.purchaseorders.replay.RowComparison;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Rows as they are stored: those of a running system, or of an export of its table. */
record StoredRows(Reader reader) implements OtherRows {

    /** Where they come from. */
    interface Reader {
        /** Hands on every row of totals and every order row of a slice, in any order. */
        void read(Slice slice, Consumer<TotalsRow> totals, Consumer<OrderRow> orders);
    }

    @Override
    public void compare(
            Slice slice, Totals expected, BiConsumer<String, StoredOrder> orders, List<Difference> differences) {
        Map<RowKey, Measures> live = new HashMap<>();
        reader.read(
                slice,
                row -> live.merge(row.key().home(), row.measures(), Measures::plus),
                row -> orders.accept(row.order().orderId(), StoredOrder.of(row)));
        RowComparison.compareTotals(expected.rows(), live, differences);
    }
}
