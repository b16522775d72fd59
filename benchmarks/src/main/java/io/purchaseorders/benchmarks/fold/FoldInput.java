package io.purchaseorders.benchmarks.fold;

import io.purchaseorders.benchmarks.ReferenceLoad;
import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.benchmarks.Run;
import io.purchaseorders.replay.exports.ExportWriter;
import io.purchaseorders.replay.exports.ExportWriter.DataWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The reference load as an export whose lines stand in the order in which the events occurred: a stream's engine takes an
 * order's events as they come. Ours would not need it.
 */
public final class FoldInput {

    private static final long SEED = 4711;
    private static final int FILES = 8;
    private static final int DAYS = 30;

    private FoldInput() {}

    /** The folder of an export of so many events, made if it is not there. */
    public static Path of(Run run, int events) throws IOException {
        Path folder = run.cache().resolve("stream-" + events + "-" + SEED);
        if (Files.exists(folder)) {
            return folder;
        }
        run.say("writing an export of %,d events, once", events);
        Path draft = Files.createDirectories(
                run.cache().resolve("draft-" + ProcessHandle.current().pid()));
        write(draft, events);
        return Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    static void write(Path folder, int events) throws IOException {
        ReferenceLoad load = new ReferenceLoad(SEED, DAYS);
        List<Published> all = new ArrayList<>();
        while (all.size() < events) {
            List<Published> order = load.nextOrder();
            all.addAll(order.subList(0, Math.min(order.size(), events - all.size())));
        }
        all.sort(Comparator.comparing(Published::occurredAt));
        try (ExportWriter export = new ExportWriter(
                folder,
                "purchase-orders-bench",
                "01700000000000-00004712",
                Instant.parse("2026-03-01T00:00:00Z"),
                false)) {
            List<DataWriter> files = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                files.add(export.file("file-" + i));
            }
            for (Published event : all) {
                files.get(Math.floorMod(event.orderId().hashCode(), FILES)).line(event.exportLine());
            }
            for (DataWriter file : files) {
                file.close();
            }
        }
    }
}
