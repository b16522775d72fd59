package io.purchaseorders.handlers.api;

import io.purchaseorders.stores.ShardReader;
import io.purchaseorders.stores.ShardRow;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the shards were a moment ago. Projections only move on, so what they were complete to then they still are: an
 * answer claims a second less than it could, and costs one query instead of two.
 */
final class RecentShards implements Supplier<List<ShardRow>> {

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Read(List<ShardRow> shards, long nanos) {}

    private final ShardReader store;
    private final LongSupplier nanoTime;
    private volatile @Nullable Read last;

    /** @param nanoTime such as {@link System#nanoTime} */
    RecentShards(ShardReader store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<ShardRow> get() {
        long now = nanoTime.getAsLong();
        Read read = last;
        // Another machine that starts from a snapshot has another clock, which may be behind.
        if (read == null || now < read.nanos() || now - read.nanos() >= KEPT_NANOS) {
            read = new Read(store.shards(), now);
            last = read;
        }
        return read.shards();
    }
}
