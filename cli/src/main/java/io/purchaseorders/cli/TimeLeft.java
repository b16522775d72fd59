package io.purchaseorders.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Estimates how long the rest of a count takes, by its rate within the last half minute: what came before, such as the
 * first events of a cold system, says nothing about the rest.
 */
final class TimeLeft {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A shorter time gives a rate that the next look contradicts. */
    private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(4);

    private record Look(long nanos, long done) {}

    private final long total;
    private final Deque<Look> looks = new ArrayDeque<>();

    TimeLeft(long total) {
        this.total = total;
    }

    /** The seconds that are left at this moment, of a clock in nanoseconds; empty where that cannot be told. */
    OptionalLong seconds(long done, long nanos) {
        looks.addLast(new Look(nanos, done));
        while (nanos - looks.getFirst().nanos() > WINDOW_NANOS) {
            looks.removeFirst();
        }
        long elapsed = nanos - looks.getFirst().nanos();
        long progress = done - looks.getFirst().done();
        return elapsed < LEAST_NANOS || progress <= 0
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Math.round((double) elapsed * (total - done) / progress / TimeUnit.SECONDS.toNanos(1)));
    }
}
