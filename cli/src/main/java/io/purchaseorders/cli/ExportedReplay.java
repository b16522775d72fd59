package io.purchaseorders.cli;

import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.replay.export.ExportComparison;
import io.purchaseorders.replay.export.ExportReplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;

/** A replay from an export, with what it says while it runs. */
final class ExportedReplay {

    private static final long PATIENCE_MILLIS = 2_000;

    private final Path events;
    private final long memory;
    private final PrintWriter err;

    ExportedReplay(Path events, long memory, PrintWriter err) {
        this.events = events;
        this.memory = memory;
        this.err = err;
    }

    /** Compares with the tables of a running system. */
    Report withLive(LiveTables live) throws InterruptedException {
        return run(() -> comparison(live.zone()).withLive(events, live.totals(), this::watch));
    }

    /** Compares with another export. */
    Report withExport(Path against, ZoneId zone) throws InterruptedException {
        return run(() -> comparison(zone).withExport(events, against, this::watch));
    }

    private ExportComparison comparison(ZoneId zone) {
        return new ExportComparison(zone, memory, Runtime.getRuntime().availableProcessors());
    }

    private interface Work {
        Report run() throws IOException, InterruptedException;
    }

    private static Report run(Work work) throws InterruptedException {
        try {
            return work.run();
        } catch (IOException | UncheckedIOException e) {
            throw new UsageProblem("The export cannot be replayed (" + e.getMessage() + ").");
        }
    }

    private void watch(ExportReplay replay) {
        Thread.ofVirtual().name("progress").start(() -> {
            try {
                long said = -1;
                TimeUnit.MILLISECONDS.sleep(PATIENCE_MILLIS);
                while (replay.itemsRead() < replay.itemCount() && replay.itemsRead() != said) {
                    said = replay.itemsRead();
                    err.printf("read %,d of %,d items%n", said, replay.itemCount());
                    TimeUnit.MILLISECONDS.sleep(PATIENCE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
