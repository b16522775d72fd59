package io.purchaseorders.local.export;

import io.purchaseorders.handlers.store.TotalsStore.TotalsRow;
import io.purchaseorders.projections.OrderRow;
import java.util.function.Consumer;

/** Projections that a replay is compared with, read as often as there are slices. */
interface OtherRows {

    /** Hands on every row of totals and every order row of a slice, in any order. */
    void read(Slice slice, Consumer<TotalsRow> totals, Consumer<OrderRow> orders) throws InterruptedException;
}
