package io.purchaseorders.replay.history;

import io.purchaseorders.replay.Parallel;
import io.purchaseorders.replay.exports.DataLines;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ExportFolder.DataFile;
import io.purchaseorders.stores.EventCodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The events of one or two exported histories, order by order: first all files are read into partitions of orders, then
 * each partition is handed on, both on all cores and both as often as is wanted. Memory is bounded by what is allowed for
 * the items under way, beyond which they go to a temporary file.
 */
public final class ExportedHistory implements AutoCloseable {

    /** So many partitions at least that one fits the cores' caches. */
    private static final int LEAST_PARTITIONS = 256;

    private static final int MOST_PARTITIONS = 4_096;

    /** An item takes about so many times the bytes that it takes in an export, where it is zipped. */
    private static final int EXPANSION = 6;

    /** A thread holds one partition at a time; so small a part of the memory is little enough. */
    private static final int PARTITIONS_IN_MEMORY = 16;

    /** So many items are counted at once; a power of two. */
    private static final int COUNTED_AT_ONCE = 1 << 13;

    /** There is room for so many exports on each side. */
    private static final int SECOND_SIDE = 1 << 24;

    private final List<ExportFolder> first;
    private final List<ExportFolder> second;
    private final int threads;
    private final EventCodes codes;
    private final Set<String> forged = ConcurrentHashMap.newKeySet();
    private final Partitions partitions;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong withoutKey = new AtomicLong();

    /**
     * @param first the exports of one history, the earliest first
     * @param second those of another, or none
     * @param memory bytes that items may take before they go to a temporary file
     */
    public ExportedHistory(List<ExportFolder> first, List<ExportFolder> second, long memory, int threads) {
        this(first, second, memory, threads, EventCodes.WITHOUT_KEY);
    }

    /**
     * The same, without what has no right authentication code: such an item is no event.
     *
     * @param codes which every item needs, where they have a key
     */
    public ExportedHistory(
            List<ExportFolder> first, List<ExportFolder> second, long memory, int threads, EventCodes codes) {
        this.codes = codes;
        this.first = List.copyOf(first);
        this.second = List.copyOf(second);
        this.threads = threads;
        this.partitions =
                new Partitions(partitionCount(memory), memory, threads, Path.of(System.getProperty("java.io.tmpdir")));
    }

    private int partitionCount(long memory) {
        long stored = parts().stream()
                .mapToLong(part -> part.file().path().toFile().length())
                .sum();
        long wanted = EXPANSION * stored / Math.max(1, memory / PARTITIONS_IN_MEMORY);
        return Math.clamp(Long.highestOneBit(Math.max(1, wanted)) << 1, LEAST_PARTITIONS, MOST_PARTITIONS);
    }

    /** Takes one order after another; for one thread. */
    @FunctionalInterface
    public interface Orders {
        /** @param second nothing where there is one history only */
        void order(String orderId, OrderItems first, OrderItems second);
    }

    /** How many items there are. */
    public long itemCount() {
        return parts().stream().mapToLong(part -> part.file().itemCount()).sum();
    }

    /** How many items were read so far, while {@link #read} runs. */
    public long itemsRead() {
        return read.get();
    }

    /** How many items have no key as text, so are no events. */
    public long withoutKey() {
        return withoutKey.get();
    }

    /** Items without a right authentication code, in words. */
    public SortedSet<String> forged() {
        return new TreeSet<>(forged);
    }

    /** How many bytes went to the temporary file. */
    public long spilledBytes() {
        return partitions.spilledBytes();
    }

    private record Part(DataFile file, int origin) {}

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        addParts(first, 0, parts);
        addParts(second, SECOND_SIDE, parts);
        return parts;
    }

    private static void addParts(List<ExportFolder> exports, int side, List<Part> parts) {
        for (int generation = 0; generation < exports.size(); generation++) {
            for (DataFile file : exports.get(generation).files()) {
                parts.add(new Part(file, side + generation));
            }
        }
    }

    /** Reads all files; the largest first, so that the cores are done at about the same time. */
    public void read() throws InterruptedException {
        List<Part> parts = parts();
        parts.sort(
                Comparator.comparingLong((Part part) -> part.file().itemCount()).reversed());
        AtomicInteger next = new AtomicInteger();
        Parallel.onEach(threads, () -> {
            Partitions.Writer writer = partitions.writer();
            for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
                read(parts.get(i), writer);
            }
            writer.finish();
            return writer;
        });
    }

    private void read(Part part, Partitions.Writer writer) throws IOException {
        ItemReader reader = new ItemReader(partitions, writer, part.file().path(), part.origin(), codes, forged::add);
        DataLines.read(part.file(), (bytes, from) -> {
            int end = reader.read(bytes, from);
            if (reader.lines() % COUNTED_AT_ONCE == 0) {
                read.addAndGet(COUNTED_AT_ONCE);
            }
            return end;
        });
        read.addAndGet(reader.lines() % COUNTED_AT_ONCE);
        withoutKey.addAndGet(reader.withoutKey());
    }

    /** Hands every order to one of the takers, of which each thread gets its own, and returns the takers. */
    public <T extends Orders> List<T> forEachOrder(Supplier<T> takers) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        return Parallel.onEach(threads, () -> {
            T taker = takers.get();
            OrdersOfPartition orders = new OrdersOfPartition(partitions, SECOND_SIDE);
            for (int i = next.getAndIncrement(); i < partitions.count(); i = next.getAndIncrement()) {
                orders.forEach(i, taker);
            }
            return taker;
        });
    }

    @Override
    public void close() throws IOException {
        partitions.close();
    }
}
