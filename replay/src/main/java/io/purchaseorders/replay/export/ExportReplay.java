package io.purchaseorders.replay.export;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import io.purchaseorders.replay.compact.CompactEvent;
import io.purchaseorders.replay.compact.CompactFold;
import io.purchaseorders.replay.export.ExportFolder.DataFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Folds exports of the events table on all cores: first all files are read into partitions of orders, then each partition
 * is folded. Memory is bounded by what is allowed for the events under way, beyond which they go to a temporary file, and
 * by the sums that come out.
 */
public final class ExportReplay implements AutoCloseable {

    /** So many partitions at least that one fits the cores' caches. */
    private static final int LEAST_PARTITIONS = 256;

    private static final int MOST_PARTITIONS = 4_096;

    /** What is read, and how many partitions are folded, before a second thread joins in for the first time. */
    private static final int ITEMS_AHEAD = 50_000;

    private static final int PARTITIONS_AHEAD = 3;

    /** So many items are counted at once; a power of two. */
    private static final int SAID_EVERY = 1 << 13;

    /** Measured with two. Where there are more than these, the compiler should get a processor without it. */
    private static final int FEW_THREADS = 4;

    private static final HeadStart READING = new HeadStart();
    private static final HeadStart FOLDING = new HeadStart();

    /** An event takes about as many bytes in memory as zipped in an export, or a little more. */
    private static final int EXPANSION = 2;

    private final List<ExportFolder> exports;
    private final ZoneId zone;
    private final int threads;
    private final Partitions partitions;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong byCodec = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();

    /**
     * @param zone the reporting time zone
     * @param memory bytes that events may take before they go to a temporary file
     */
    public ExportReplay(List<ExportFolder> exports, ZoneId zone, long memory, int threads) {
        this.exports = exports;
        this.zone = zone;
        this.threads = threads;
        this.partitions = new Partitions(
                partitionsFor(exports, memory), memory, threads, Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static int partitionsFor(List<ExportFolder> exports, long memory) {
        long stored = exports.stream()
                .flatMap(export -> export.files().stream())
                .mapToLong(file -> file.path().toFile().length())
                .sum();
        // A thread holds one partition at a time; a sixteenth of the memory is little enough.
        long wanted = EXPANSION * stored / Math.max(1, memory / 16);
        return Math.clamp(Long.highestOneBit(Math.max(1, wanted)) << 1, LEAST_PARTITIONS, MOST_PARTITIONS);
    }

    /** How many items were read so far, while {@link #read} runs. */
    public long itemsRead() {
        return read.get();
    }

    /** How many items there are. */
    public long itemCount() {
        return exports.stream().mapToLong(ExportFolder::itemCount).sum();
    }

    /** How many items the codec read because they are unusual. */
    public long byCodec() {
        return byCodec.get();
    }

    /** How many items are no event. */
    public long unreadable() {
        return unreadable.get();
    }

    public long spilledBytes() {
        return partitions.spilledBytes();
    }

    /** Reads all files; the largest first, so that the cores are done at about the same time. */
    public void read() throws InterruptedException {
        record Part(DataFile file, int generation) {}
        List<Part> parts = new ArrayList<>();
        for (int generation = 0; generation < exports.size(); generation++) {
            for (DataFile file : exports.get(generation).files()) {
                parts.add(new Part(file, generation));
            }
        }
        parts.sort(
                Comparator.comparingLong((Part part) -> part.file().itemCount()).reversed());
        AtomicInteger next = new AtomicInteger();
        onEachThread(READING, () -> {
            Partitions.Writer writer = partitions.writer();
            for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
                Part part = parts.get(i);
                ItemReader reader =
                        new ItemReader(partitions, writer, part.file().path(), part.generation());
                Lines.read(part.file(), counted(reader));
                read.addAndGet(reader.lines() & (SAID_EVERY - 1));
                byCodec.addAndGet(reader.byCodec());
                unreadable.addAndGet(reader.unreadable());
            }
            writer.finish();
            return writer;
        });
    }

    private Lines.Reader counted(ItemReader reader) {
        return (bytes, from) -> {
            int end = reader.read(bytes, from);
            if ((reader.lines() & (SAID_EVERY - 1)) == 0 && read.addAndGet(SAID_EVERY) >= ITEMS_AHEAD) {
                READING.end();
            }
            return end;
        };
    }

    /** What a fold came to. */
    record Folded(Totals totals, long orders) {}

    /** Folds all orders. */
    Folded fold(Totals.Period period, Slice slice) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicLong orders = new AtomicLong();
        List<Totals> each = onEachThread(FOLDING, () -> {
            Totals totals = new Totals(zone, period, slice);
            CompactFold fold = new CompactFold(zone, totals);
            Fold groups = new Fold();
            for (int i = next.getAndIncrement(); i < partitions.count(); i = next.getAndIncrement()) {
                orders.addAndGet(groups.fold(partitions, i, fold));
                if (i + 1 == PARTITIONS_AHEAD) {
                    FOLDING.end();
                }
            }
            return totals;
        });
        return new Folded(together(each), orders.get());
    }

    /** Adds all of them to the first, in pairs and kind by kind, so that no core waits for another. */
    private Totals together(List<Totals> each) throws InterruptedException {
        List<Totals> left = each;
        while (left.size() > 1) {
            int half = (left.size() + 1) / 2;
            List<Callable<Totals>> additions = new ArrayList<>();
            for (int i = half; i < left.size(); i++) {
                Totals to = left.get(i - half);
                for (Runnable addition : to.additions(left.get(i))) {
                    additions.add(Executors.callable(addition, to));
                }
            }
            inParallel(additions);
            left = left.subList(0, half);
        }
        return left.getFirst();
    }

    /** Folds all orders into totals by key, day and currency. */
    public DayTotals totalsByDay() throws InterruptedException {
        Folded folded = fold(Totals.Period.DAY, Slice.ALL);
        return new DayTotals(folded.totals(), folded.orders());
    }

    /** The order rows of a slice, folded by the parent package of the compact fold, by order id. */
    Map<String, StoredOrder> orderRows(Slice slice) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Callable<Map<String, StoredOrder>> work = () -> {
            CompactFold records = new CompactFold(zone, new Totals(zone, Totals.Period.HOUR, slice));
            Map<String, StoredOrder> rows = new HashMap<>();
            Fold groups = new Fold();
            for (int i = next.getAndIncrement(); i < partitions.count(); i = next.getAndIncrement()) {
                groups.forEachOrder(partitions, i, (bytes, offsets, count) -> {
                    if (slice.hasHash(CompactEvent.intAt(bytes, offsets[0] + CompactEvent.HASH))) {
                        List<RecordedEvent> stored = records.stored(bytes, offsets, count);
                        if (!stored.isEmpty()) {
                            String orderId = stored.getFirst().event().orderId();
                            rows.put(orderId, StoredOrder.of(OrderRow.of(orderId, stored)));
                        }
                    }
                });
            }
            return rows;
        };
        Map<String, StoredOrder> all = new HashMap<>();
        inParallel(Collections.nCopies(threads, work)).forEach(all::putAll);
        return all;
    }

    /** What each thread made of the same work; one of few has a head start. */
    private <T> List<T> onEachThread(HeadStart headStart, Callable<T> work) throws InterruptedException {
        Callable<T> started = threads > FEW_THREADS ? work : () -> headStart.call(work);
        return inParallel(Collections.nCopies(threads, started));
    }

    private <T> List<T> inParallel(List<Callable<T>> works) throws InterruptedException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> work : works) {
                futures.add(executor.submit(work));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException(cause);
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        partitions.close();
    }
}
