package io.purchaseorders.replay.export;

import io.purchaseorders.replay.Replay.Difference;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import java.util.List;
import java.util.function.BiConsumer;

/** Projections that a replay is compared with, read as often as there are slices. */
interface OtherRows {

    /** Compares the totals of a slice with those expected, and hands on every order row of it by its id, in any order. */
    void compare(Slice slice, Totals expected, BiConsumer<String, StoredOrder> orders, List<Difference> differences)
            throws InterruptedException;
}
