package io.purchaseorders.local.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Threads that must not die while the system runs: what ends one, such as a disk that is full for a moment, is told, and
 * the thread begins again.
 */
public final class Workers implements AutoCloseable {

    private static final Duration BEFORE_BEGINNING_AGAIN = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** What a thread does until it returns, which it should once {@link #stopping()}. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    public boolean stopping() {
        return stop.getCount() == 0;
    }

    /** Returns after this time, or at once when the workers are to stop. */
    public void pause(Duration duration) throws InterruptedException {
        stop.await(Math.max(0, duration.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Does the work in a thread of its own, again and again until it returns. */
    public synchronized void start(String name, Work work) {
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            try {
                keepDoing(name, work);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void keepDoing(String name, Work work) throws InterruptedException {
        while (!stopping()) {
            try {
                work.run();
                return;
            } catch (RuntimeException | Error failure) {
                System.err.println(name + " failed and begins again: " + failure);
                pause(BEFORE_BEGINNING_AGAIN);
            }
        }
    }

    /** Lets work under way end, and interrupts what takes too long. */
    @Override
    public void close() {
        finish(STOP_TIMEOUT);
    }

    /** The same with other patience. */
    public void finish(Duration patience) {
        stop.countDown();
        List<Thread> running;
        synchronized (this) {
            running = List.copyOf(threads);
        }
        try {
            for (Thread thread : running) {
                if (!thread.join(patience)) {
                    thread.interrupt();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
