package io.purchaseorders.handlers.api;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the projections were a moment ago. They only move on, so what they were complete to then they still are: an
 * answer claims a second less than it could, and costs one query instead of several.
 */
final class RecentProgress implements Supplier<Progress> {

    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Read(Progress progress, long nanos) {}

    private final Supplier<Progress> source;
    private final LongSupplier nanoTime;
    private volatile @Nullable Read last;

    /** @param nanoTime such as {@link System#nanoTime} */
    RecentProgress(Supplier<Progress> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    @Override
    public Progress get() {
        long now = nanoTime.getAsLong();
        Read read = last;
        // Another machine that starts from a snapshot has another clock, which may be behind.
        if (read == null || now < read.nanos() || now - read.nanos() >= KEPT_NANOS) {
            read = new Read(source.get(), now);
            last = read;
        }
        return read.progress();
    }
}
