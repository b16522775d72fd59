package io.purchaseorders.replay.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records of items, apart by a hash of their order, so that all of an order's come together whatever file they stood in.
 * What exceeds the memory that is allowed goes to a temporary file.
 */
final class Partitions implements AutoCloseable {

    /** Chunks are cut from arrays so large that the collector does not copy them about, as {@code ./orders} tells it. */
    private static final int SLAB = 4 << 20;

    /** Spreads the bits of a hash over all of them. */
    private static final int MIX = 0x9E3779B1;

    private static final int LARGEST_CHUNK = 64 << 10;
    private static final int SMALLEST_CHUNK = 1 << 10;

    /** A part of an array that holds records of one partition. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(byte[] bytes, int from, int length) {}

    /** Where records of one partition are in the file. */
    private record Extent(long position, int length) {}

    private final int chunkSize;
    private final int count;
    private final long budget;
    private final List<List<Chunk>> chunks = new ArrayList<>();
    private final List<List<Extent>> extents = new ArrayList<>();
    private final ArrayDeque<Chunk> free = new ArrayDeque<>();
    private final Path folder;
    private byte[] slab = new byte[0];
    private int slabUsed;
    private long used;
    private int nextToSpill;
    private @Nullable SpillFile spillFile;

    /**
     * @param count how many partitions, a power of two
     * @param budget how many bytes may be held in memory
     * @param writers how many writers there will be
     * @param folder where the temporary file may be
     */
    Partitions(int count, long budget, int writers, Path folder) {
        this.count = count;
        this.budget = budget;
        this.folder = folder;
        this.chunkSize = Math.clamp(
                Long.highestOneBit(Math.max(1, budget / (2L * writers * count))), SMALLEST_CHUNK, LARGEST_CHUNK);
        for (int i = 0; i < count; i++) {
            chunks.add(new ArrayList<>());
            extents.add(new ArrayList<>());
        }
    }

    int count() {
        return count;
    }

    /** How many bytes went to the temporary file. */
    long spilledBytes() {
        SpillFile file = spillFile;
        return file == null ? 0 : file.size();
    }

    /** Writes records; for one thread. */
    final class Writer {

        private final byte[][] bytes = new byte[count][];
        private final int[] from = new int[count];
        private final int[] used = new int[count];
        private final int[] limit = new int[count];

        /** The array that has room for {@code size} more bytes of a partition, from {@link #position} on. */
        byte[] room(int partition, int size) throws IOException {
            if (limit[partition] - used[partition] < size) {
                put(partition);
                Chunk next = chunk(size);
                bytes[partition] = next.bytes();
                from[partition] = next.from();
                used[partition] = next.from();
                limit[partition] = next.from() + next.length();
            }
            return bytes[partition];
        }

        int position(int partition) {
            return used[partition];
        }

        void wroteTo(int partition, int end) {
            used[partition] = end;
        }

        private void put(int partition) throws IOException {
            if (used[partition] > from[partition]) {
                keep(partition, new Chunk(bytes[partition], from[partition], used[partition] - from[partition]));
            }
        }

        void finish() throws IOException {
            for (int partition = 0; partition < count; partition++) {
                put(partition);
                used[partition] = from[partition];
            }
        }
    }

    Writer writer() {
        return new Writer();
    }

    int partitionOf(int orderHash) {
        return ((orderHash * MIX) >>> Byte.SIZE) & (count - 1);
    }

    private synchronized Chunk chunk(int size) throws IOException {
        if (size > chunkSize) {
            used += size;
            return new Chunk(new byte[size], 0, size);
        }
        if (used + chunkSize > budget && free.isEmpty()) {
            spill();
        }
        used += chunkSize;
        Chunk again = free.poll();
        if (again != null) {
            return again;
        }
        if (slab.length - slabUsed < chunkSize) {
            slab = new byte[SLAB];
            slabUsed = 0;
        }
        Chunk chunk = new Chunk(slab, slabUsed, chunkSize);
        slabUsed += chunkSize;
        return chunk;
    }

    private synchronized void keep(int partition, Chunk chunk) {
        chunks.get(partition).add(chunk);
    }

    /** Moves partitions to the file, in turn, until an eighth of the memory is free. */
    private void spill() throws IOException {
        SpillFile file = spillFile == null ? SpillFile.in(folder) : spillFile;
        spillFile = file;
        for (int i = 0; i < count && used + chunkSize > budget - budget / 8; i++) {
            List<Chunk> full = chunks.get(nextToSpill);
            for (Chunk chunk : full) {
                extents.get(nextToSpill)
                        .add(new Extent(file.append(chunk.bytes(), chunk.from(), chunk.length()), chunk.length()));
                used -= Math.max(chunkSize, chunk.length());
                if (chunk.bytes().length == SLAB) {
                    free.add(new Chunk(chunk.bytes(), chunk.from() / chunkSize * chunkSize, chunkSize));
                }
            }
            full.clear();
            nextToSpill = (nextToSpill + 1) & (count - 1);
        }
    }

    /** How many bytes a partition holds. */
    int size(int partition) {
        long size = chunks.get(partition).stream().mapToLong(Chunk::length).sum()
                + extents.get(partition).stream().mapToLong(Extent::length).sum();
        return Math.toIntExact(size);
    }

    /** Copies all records of a partition to the beginning of an array that has room for them, one after another. */
    void read(int partition, byte[] arena) throws IOException {
        int at = 0;
        for (Extent extent : extents.get(partition)) {
            Objects.requireNonNull(spillFile, "what was spilled is in a file")
                    .read(extent.position(), arena, at, extent.length());
            at += extent.length();
        }
        for (Chunk chunk : chunks.get(partition)) {
            System.arraycopy(chunk.bytes(), chunk.from(), arena, at, chunk.length());
            at += chunk.length();
        }
    }

    @Override
    public void close() throws IOException {
        if (spillFile != null) {
            spillFile.close();
        }
    }

    /** The temporary file, which is deleted when it is closed. */
    private record SpillFile(Path path, FileChannel channel) {

        static SpillFile in(Path folder) throws IOException {
            Path path = Files.createTempFile(folder, "orders-replay", ".tmp");
            path.toFile().deleteOnExit();
            return new SpillFile(
                    path,
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE));
        }

        long append(byte[] bytes, int from, int length) throws IOException {
            long position = channel.size();
            ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer, position + buffer.position() - from);
            }
            return position;
        }

        void read(long position, byte[] into, int at, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position() - at) < 0) {
                    throw new IOException("the temporary file " + path + " ends early");
                }
            }
        }

        long size() {
            try {
                return channel.size();
            } catch (IOException e) {
                return 0;
            }
        }

        void close() throws IOException {
            channel.close();
        }
    }
}
