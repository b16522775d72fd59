package io.purchaseorders.notary;

import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LogStorage;
import io.purchaseorders.log.LogWriter;
import io.purchaseorders.log.LoggedExports;
import io.purchaseorders.log.NoteSigner;
import io.purchaseorders.replay.exports.ExportFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Logs one export after another: a full one first, then the incremental ones, each of which begins when the one before ends.
 * Within an export, events are logged by order id and timestamp.
 *
 * <p>It may end at any moment, and any number may run at once. What is logged of an export follows from the size of the log,
 * which every append demands to be what it saw; which export that is stands in {@link Progress}, which is replaced only if it
 * is what was read. The size is read before the progress: so a size that still holds belongs to the export that was read.
 */
public final class Notary {

    /** What one pass over an export keeps in memory: about 200 MB. */
    static final int EVENTS_A_PASS = 4 * LogWriter.LONGEST_RUN;

    /** An export's end is given in seconds, so what was written in the next one may be in it. */
    private static final Duration OVERLAP = Duration.ofSeconds(1);

    /** Bundles, each of some 80 KB. */
    private static final int REMEMBERED = 512;

    private final LogStorage storage;
    private final LogWriter writer;
    private final Exports exports;
    private final Path folder;
    private final int eventsPerPass;
    private final List<Violation> violations = new ArrayList<>();
    private long appended;
    private Optional<String> downloaded = Optional.empty();

    /** @param folder for what is downloaded, one export at a time; emptied */
    public Notary(LogStorage storage, NoteSigner signer, Exports exports, Path folder) {
        this(storage, signer, exports, folder, EVENTS_A_PASS);
    }

    Notary(LogStorage storage, NoteSigner signer, Exports exports, Path folder, int eventsPerPass) {
        this.storage = storage;
        this.writer = new LogWriter(storage, signer);
        this.exports = exports;
        this.folder = folder;
        this.eventsPerPass = eventsPerPass;
    }

    /**
     * What a run did.
     *
     * @param size how many entries the log has
     * @param through until when the events are logged; nothing before the first export
     * @param violations of the exports that were finished
     */
    public record Report(long appended, long size, Optional<Instant> through, List<Violation> violations) {}

    /**
     * Logs what there is.
     *
     * @param mayGoOn asked between appends; what is left then is logged by the next run
     * @throws LogProblem where an export is missing, or the log is not what its key signed
     */
    public Report run(BooleanSupplier mayGoOn) {
        try {
            long size = writer.settle().size();
            while (mayGoOn.getAsBoolean() && step(size)) {
                size = writer.settle().size();
            }
            return new Report(appended, writer.settle().size(), through(), List.copyOf(violations));
        } finally {
            empty(folder);
            downloaded = Optional.empty();
        }
    }

    private Optional<Instant> through() {
        return storage.read(Progress.PATH)
                .map(Progress::parse)
                .map(progress -> progress.isFinished()
                        ? progress.export().through()
                        : progress.export().since())
                .filter(through -> !through.equals(Instant.EPOCH));
    }

    /** Logs a part of an export, or begins the next one; says whether there was anything to do. */
    private boolean step(long size) {
        Optional<byte[]> stored = storage.read(Progress.PATH);
        Optional<Progress> progress = stored.map(Progress::parse);
        if (progress.isPresent() && !progress.get().isFinished()) {
            log(progress.get(), stored, size);
            return true;
        }
        Optional<Progress> next = progress.isEmpty() ? first() : following(progress.get());
        // Where it was replaced meanwhile, another run has begun the same export.
        next.ifPresent(begun -> storage.replace(Progress.PATH, stored, begun.bytes()));
        return next.isPresent();
    }

    private Optional<Progress> first() {
        List<Export> found = exports.after("");
        Optional<Export> full =
                found.stream().filter(export -> !export.isIncremental()).findFirst();
        if (full.isEmpty() && !found.isEmpty()) {
            throw new LogProblem("The exports begin at " + found.getFirst().since()
                    + " with an incremental one: a log begins with a full one, so that it has every event.");
        }
        return full.map(Progress::first);
    }

    private Optional<Progress> following(Progress last) {
        Instant through = last.export().through();
        List<Export> later = exports.after(last.searchAfter()).stream()
                .filter(export -> export.tableArn().equals(last.export().tableArn()))
                .filter(export -> export.through().isAfter(through))
                .toList();
        Optional<Export> next = later.stream()
                .filter(export -> !export.since().isAfter(through))
                .filter(export -> isCovered(export, last.export()))
                .findFirst();
        if (next.isEmpty() && !later.isEmpty()) {
            throw new LogProblem("No export covers the time from " + through + " to "
                    + later.getFirst().since() + ": nothing is logged until there is one.");
        }
        // One that was asked for to fill a gap has a later id than those that follow it.
        return next.map(
                export -> last.next(export, export.equals(later.getFirst()) ? export.id() : last.searchAfter()));
    }

    /** Whether whatever both exports have can be found in the one before: all that it has, if that is a full one. */
    private static boolean isCovered(Export export, Export before) {
        return !before.isIncremental() || !export.since().isBefore(before.since());
    }

    private void log(Progress progress, Optional<byte[]> stored, long size) {
        if (size < progress.begin()) {
            return; // The size was read before the export was begun.
        }
        Optional<LogReader> log = LogReader.open(storage.remembering(REMEMBERED));
        Optional<LogEntry> last =
                size == progress.begin() ? Optional.empty() : log.map(reader -> reader.entry(size - 1));
        ExportPass pass = ExportPass.over(
                download(progress.export()),
                last,
                eventsPerPass,
                progress.previousThrough().plus(OVERLAP),
                entry -> log.isPresent()
                        && log.get()
                                .find(progress.previousBegin(), progress.begin(), entry.orderId(), entry.timestamp())
                                .isPresent());
        if (append(size, pass.next()) && pass.isLast()) {
            finish(progress, stored, size + pass.next().size(), pass);
        }
    }

    /** Whether all was appended; where not, another run has appended it. */
    private boolean append(long size, List<LogEntry> entries) {
        for (int from = 0; from < entries.size(); from += LogWriter.LONGEST_RUN) {
            List<LogEntry> run = entries.subList(from, Math.min(entries.size(), from + LogWriter.LONGEST_RUN));
            if (!writer.appendAt(size + from, run)) {
                return false;
            }
            appended += run.size();
        }
        return true;
    }

    private void finish(Progress progress, Optional<byte[]> stored, long size, ExportPass pass) {
        if (!pass.violations().isEmpty()) {
            String lines = pass.violations().stream()
                    .map(violation -> violation.line() + "\n")
                    .collect(Collectors.joining());
            storage.write("violations/" + progress.export().id(), lines.getBytes(StandardCharsets.UTF_8));
            storage.flush();
        }
        Export export = progress.export();
        // Before the export is finished, so that a run that ends in between has it noted by the next one.
        LoggedExports.note(
                storage,
                new LoggedExports.Range(export.id(), export.since(), export.through(), progress.begin(), size));
        if (storage.replace(Progress.PATH, stored, progress.finished(size).bytes())) {
            violations.addAll(pass.violations());
        }
    }

    private ExportFolder download(Export export) {
        if (!downloaded.equals(Optional.of(export.id()))) {
            empty(folder);
            downloaded = Optional.empty();
            exports.download(export.id(), folder);
            downloaded = Optional.of(export.id());
        }
        return ExportFolder.under(folder).getFirst();
    }

    private static void empty(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder())
                    .filter(each -> !each.equals(folder))
                    .toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
