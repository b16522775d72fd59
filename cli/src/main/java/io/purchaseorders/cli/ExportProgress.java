package io.purchaseorders.cli;

import io.purchaseorders.replay.history.ExportedHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** Says how far the reading of exports is, and in one sentence why they cannot be read. */
record ExportProgress(PrintWriter err) {

    private static final long PATIENCE_MILLIS = 2_000;

    /** Something that reads exports. */
    @FunctionalInterface
    interface Reading<T> {
        T run() throws IOException, InterruptedException;
    }

    static <T> T read(Reading<T> reading) throws InterruptedException {
        try {
            return reading.run();
        } catch (IOException | UncheckedIOException e) {
            throw new UsageProblem("The export cannot be read (" + e.getMessage() + ").");
        }
    }

    /** Says, while a history is read, how many of its items were. */
    void watch(ExportedHistory history) {
        Thread.ofVirtual().name("progress").start(() -> {
            try {
                long said = -1;
                TimeUnit.MILLISECONDS.sleep(PATIENCE_MILLIS);
                while (history.itemsRead() < history.itemCount() && history.itemsRead() != said) {
                    said = history.itemsRead();
                    err.printf("read %,d of %,d items%n", said, history.itemCount());
                    TimeUnit.MILLISECONDS.sleep(PATIENCE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
