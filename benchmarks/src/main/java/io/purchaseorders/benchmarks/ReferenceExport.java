package io.purchaseorders.benchmarks;

import io.purchaseorders.local.export.ExportWriter;
import io.purchaseorders.local.export.ExportWriter.DataWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The reference load as an export of the events table, written once and kept. */
final class ReferenceExport {

    private static final long SEED = 4711;
    private static final int FILES = 8;

    /** Items come in no order: within so many orders they are shuffled. */
    private static final int SHUFFLED_ORDERS = 100_000;

    private static final int DAYS = 30;

    private ReferenceExport() {}

    /** The folder of an export of that many events, made if it is not there. */
    static Path of(Run run, long events) throws IOException {
        Path folder = run.cache().resolve("export-" + events + "-" + SEED);
        if (Files.exists(folder)) {
            return folder;
        }
        run.say("writing an export of %,d events, once", events);
        Path draft = Files.createDirectories(
                run.cache().resolve("draft-" + ProcessHandle.current().pid()));
        try (ExportWriter export = new ExportWriter(
                draft,
                "purchase-orders-bench",
                "01700000000000-00004711",
                Instant.parse("2026-03-01T00:00:00Z"),
                false)) {
            write(export, events);
        }
        return Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void write(ExportWriter export, long events) throws IOException {
        List<DataWriter> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(export.file("file-" + i));
        }
        ReferenceLoad load = new ReferenceLoad(SEED, DAYS);
        Random random = new Random(SEED);
        long left = events;
        List<ReferenceLoad.Published> window = new ArrayList<>();
        while (left > 0) {
            window.clear();
            for (int order = 0; order < SHUFFLED_ORDERS && left > 0; order++) {
                List<ReferenceLoad.Published> next = load.nextOrder();
                List<ReferenceLoad.Published> taken = next.subList(0, (int) Math.min(left, next.size()));
                window.addAll(taken);
                left -= taken.size();
            }
            Collections.shuffle(window, random);
            for (ReferenceLoad.Published event : window) {
                files.get(Math.floorMod(event.orderId().hashCode(), FILES)).line(event.exportLine());
            }
        }
        for (DataWriter file : files) {
            file.close();
        }
    }
}
