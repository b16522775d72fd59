package io.purchaseorders.cli;

import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.LogWriter;
import io.purchaseorders.stores.dynamodb.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;

/**
 * Keeps the log of a running system on this machine: appends what its events table has at the start, and after that what comes
 * out of its stream, under a new signed checkpoint each time.
 */
final class LogSealing implements AutoCloseable {

    /** What the log of this machine's system is called, and its key. */
    static final String ORIGIN = "localhost/purchase-orders-local";

    /** So long an event may be stored and not yet logged. */
    static final Duration PERIOD = Duration.ofSeconds(10);

    /** What a last append at the end may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Supplier<Tables> tables;
    private final Path folder;
    private final Consumer<String> problems;
    private final LogWriter writer;
    private final CountDownLatch isClosing = new CountDownLatch(1);
    private final Thread thread;

    /** Nothing until everything that is stored was looked at, and after a part of the stream was missed. */
    private @Nullable StoredImages stream;

    private String lastProblem = "";

    private LogSealing(Supplier<Tables> tables, Path data, Duration period, Consumer<String> problems) {
        this.tables = tables;
        this.folder = data.resolve(LogPlace.FOLDER);
        this.problems = problems;
        this.writer =
                new LogWriter(new LogFolder(folder), LogKeyFile.beside(folder).readOrMake(ORIGIN));
        this.thread = Thread.ofPlatform().daemon().name("log-sealing").start(() -> run(period));
    }

    /**
     * Begins at once, in a thread of its own.
     *
     * @param tables those of the system, with the keys by which what is no event is told from what is one
     * @param data the folder that keeps the tables
     * @param problems takes a sentence for what went wrong; the next period tries again
     */
    static LogSealing start(Supplier<Tables> tables, Path data, Duration period, Consumer<String> problems) {
        return new LogSealing(tables, data, period, problems);
    }

    /** Seals at once, then every period, and once more at the end. */
    private void run(Duration period) {
        try {
            boolean isLast;
            do {
                seal();
                isLast = isClosing.await(period.toMillis(), TimeUnit.MILLISECONDS);
            } while (!isLast);
            seal();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void seal() {
        try {
            StoredImages images = stream;
            if (images == null) {
                // The stream first: what is stored while the table is scanned comes out of it.
                Tables own = tables.get();
                images = StoredImages.fromNow(own);
                append(new StoredEntries(own));
                stream = images;
            }
            append(images);
            lastProblem = "";
        } catch (TrimmedDataAccessException trimmed) {
            // The stream let go of records before they were read; the table has all of them.
            boolean wasReading = stream != null;
            stream = null;
            if (wasReading) {
                seal();
            }
        } catch (RuntimeException | Error e) {
            // Whatever it is, such as a disk or a heap that is full for a moment: the next period tries again.
            stream = null;
            String problem =
                    "The log " + folder + " was not appended to: " + Objects.requireNonNullElse(e.getMessage(), e);
            if (!problem.equals(lastProblem)) {
                problems.accept(problem);
                lastProblem = problem;
            }
        }
    }

    private void append(EntrySource source) {
        List<LogEntry> run = new ArrayList<>();
        source.forEach(entry -> {
            run.add(entry);
            if (run.size() == LogWriter.LONGEST_RUN) {
                writer.append(run);
                run.clear();
            }
        });
        writer.append(run);
    }

    /** Appends what came since the last time, and ends. */
    @Override
    public void close() {
        isClosing.countDown();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
