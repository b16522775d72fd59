package io.purchaseorders.replay.export;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets one thread begin before all others, once in a process: as long as nothing is compiled yet, others would do little
 * but take the processors from the compiler that all of them wait for.
 */
final class HeadStart {

    private final AtomicBoolean isTaken = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);

    /** Does the work at once for the first that asks, and for others when that is done or {@link #end} was said. */
    <T> T call(Callable<T> work) throws Exception {
        if (isTaken.getAndSet(true)) {
            over.await();
        }
        try {
            return work.call();
        } finally {
            end();
        }
    }

    /** Lets all others begin; may be said again. */
    void end() {
        over.countDown();
    }
}
