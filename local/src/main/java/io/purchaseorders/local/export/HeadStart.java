package io.purchaseorders.local.export;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one thread begin before all others, once in a process: as long as nothing is compiled yet, others would do little
 * but take the processors from the compiler that all of them wait for.
 */
final class HeadStart {

    private final AtomicBoolean isTaken = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);

    /** Returns at once to the first that asks, who has to {@link #end} it, and to others when that is done. */
    void begin() throws InterruptedException {
        if (isTaken.getAndSet(true)) {
            over.await();
        }
    }

    /** Lets all others begin; may be said again. */
    void end() {
        over.countDown();
    }
}
