package io.purchaseorders.replay.export;

import io.purchaseorders.projections.totals.KeyFamily;
import io.purchaseorders.projections.totals.Projections;
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
        KeyFamily keys = Projections.owning(aggregationKey)
                .orElseThrow(() -> new IllegalArgumentException("no key of totals: " + aggregationKey))
                .keys();
        if (keys.isSingle()) {
            return number == 0;
        }
        byte[] bytes = keys.nameIn(aggregationKey).getBytes(StandardCharsets.UTF_8);
        return has(bytes, 0, bytes.length);
    }

    /** Whether an order's row belongs to the slice. */
    boolean hasOrder(String orderId) {
        byte[] bytes = orderId.getBytes(StandardCharsets.UTF_8);
        return has(bytes, 0, bytes.length);
    }
}
