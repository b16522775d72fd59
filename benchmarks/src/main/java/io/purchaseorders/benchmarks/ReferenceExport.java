package io.purchaseorders.benchmarks;

import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ExportFolder.DataFile;
import io.purchaseorders.replay.exports.ExportWriter;
import io.purchaseorders.replay.exports.ExportWriter.DataWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The reference load as an export of the events table, written once and kept. Like the service's, a file holds whole
 * orders, their events in no order. The files of a smaller export are the first ones of a larger.
 */
final class ReferenceExport {

    private static final long SEED = 4711;

    /** Eight files for two million. */
    private static final int EVENTS_A_FILE = 250_000;

    private static final int DAYS = 30;

    private ReferenceExport() {}

    /** How many files an export of that many events has. */
    static int files(long events) {
        return Math.toIntExact(events / EVENTS_A_FILE);
    }

    /** The folder of an export of that many events, a multiple of a file's, made if it is not there. */
    static Path of(Run run, long events) throws IOException, InterruptedException {
        Path folder = run.cache().resolve("export-" + events + "-by-file-" + SEED);
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
                        false);
                ExecutorService executor =
                        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<DataFile> known = known(run.cache());
            List<Future<?>> written = new ArrayList<>();
            for (int file = 0; file < files(events); file++) {
                if (file < known.size()) {
                    export.share(known.get(file));
                } else {
                    int number = file;
                    written.add(executor.submit(() -> {
                        write(export, number);
                        return number;
                    }));
                }
            }
            for (Future<?> each : written) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the export could not be written", e.getCause());
        }
        return Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The files of the largest export that there is. */
    private static List<DataFile> known(Path cache) throws IOException {
        try (Stream<Path> folders = Files.list(cache)) {
            return folders
                    .filter(folder -> String.valueOf(folder.getFileName()).endsWith("-by-file-" + SEED))
                    .map(folder -> ExportFolder.under(folder).getFirst().files())
                    .max(Comparator.comparingInt(List::size))
                    .orElse(List.of())
                    .stream()
                    .sorted(Comparator.comparing(DataFile::path))
                    .toList();
        }
    }

    private static void write(ExportWriter export, int number) throws IOException {
        ReferenceLoad load = new ReferenceLoad(SEED + number, DAYS, (long) number * EVENTS_A_FILE);
        List<ReferenceLoad.Published> events = new ArrayList<>();
        while (events.size() < EVENTS_A_FILE) {
            List<ReferenceLoad.Published> next = load.nextOrder();
            events.addAll(next.subList(0, Math.min(EVENTS_A_FILE - events.size(), next.size())));
        }
        Collections.shuffle(events, new Random(SEED + number));
        try (DataWriter file = export.file(String.format(Locale.ROOT, "file-%03d", number))) {
            for (ReferenceLoad.Published event : events) {
                file.line(event.exportLine());
            }
        }
    }
}
