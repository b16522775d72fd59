package io.purchaseorders.cli;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How often and after what waits to try again: exponential with full jitter, bounded in both. */
record Backoff(int attempts, Duration first, Duration longest) {

    /** Half a minute at worst: longer than a throttle or a restart lasts, shorter than anyone's patience. */
    static final Backoff PATIENT = new Backoff(10, Duration.ofMillis(100), Duration.ofSeconds(8));

    /** Waits before the attempt after {@code made} ones. */
    void await(int made) throws InterruptedException {
        long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(made - 1, 30));
        Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
    }
}
