package io.purchaseorders.local.host;

import java.util.concurrent.TimeUnit;

/**
 * How many accepted events the aggregator has not taken yet. On one machine the processor and the aggregator share one
 * DynamoDB Local, which a full queue could keep busy for the processor alone; so the queue's mapping waits while the
 * backlog is long. Then totals are never far behind what is stored.
 */
public final class Backlog {

    /** What the aggregator works off within a second or two. */
    private static final long ROOM = 400;

    /** An aggregator that makes no progress must not keep events from being stored. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private long behind;

    /** Takes note of events that were stored. */
    public synchronized void accepted(int events) {
        behind += events;
    }

    /** Takes note of stream records that are done with. Those from before this start do not count. */
    public synchronized void processed(int records) {
        behind = Math.max(0, behind - records);
        notifyAll();
    }

    /** Returns when there is room, or after some seconds all the same. */
    public synchronized void awaitRoom() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (long left = PATIENCE_NANOS; behind > ROOM && left > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
