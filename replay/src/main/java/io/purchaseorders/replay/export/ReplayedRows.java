package io.purchaseorders.replay.export;

import io.purchaseorders.replay.Replay.Difference;
import io.purchaseorders.replay.RowComparison;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import java.util.List;
import java.util.function.BiConsumer;

/** What another export's events fold to, anew for every slice. Rows are only made where not all totals are the same. */
record ReplayedRows(ExportReplay replay) implements OtherRows {

    @Override
    public void compare(
            Slice slice, Totals expected, BiConsumer<String, StoredOrder> orders, List<Difference> differences)
            throws InterruptedException {
        Totals totals = replay.fold(Totals.Period.HOUR, slice).totals();
        if (!totals.isSameAs(expected)) {
            RowComparison.compareTotals(expected.rows(), totals.rows(), differences);
        }
        replay.orderRows(slice).forEach(orders);
    }
}
