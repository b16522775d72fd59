package io.purchaseorders.replay.export;

import io.purchaseorders.projections.totals.ByCustomer;
import io.purchaseorders.projections.totals.ByProduct;
import io.purchaseorders.projections.totals.Overall;
import io.purchaseorders.replay.compact.CompactEvent;
import java.nio.charset.StandardCharsets;

/** A part of all rows, small enough to be compared in memory: every row belongs to one of {@code count} slices. */
record Slice(int number, int count) {

    static final Slice ALL = new Slice(0, 1);

    /** Whether the rows of a customer or product, whose bytes these are, belong to the slice. */
    boolean has(byte[] bytes, int from, int length) {
        return count == 1 || hasHash(CompactEvent.hash(bytes, from, length));
    }

    /** Whether what has a name with this hash belongs to the slice. */
    boolean hasHash(int hash) {
        return Integer.remainderUnsigned(hash, count) == number;
    }

    /** Whether the rows of an aggregation key belong to the slice. */
    boolean has(String aggregationKey) {
        if (aggregationKey.equals(Overall.KEY)) {
            return number == 0;
        }
        String prefix = aggregationKey.startsWith(ByCustomer.PREFIX) ? ByCustomer.PREFIX : ByProduct.PREFIX;
        byte[] bytes = aggregationKey.substring(prefix.length()).getBytes(StandardCharsets.UTF_8);
        return has(bytes, 0, bytes.length);
    }

    /** Whether an order's row belongs to the slice. */
    boolean hasOrder(String orderId) {
        byte[] bytes = orderId.getBytes(StandardCharsets.UTF_8);
        return has(bytes, 0, bytes.length);
    }
}
