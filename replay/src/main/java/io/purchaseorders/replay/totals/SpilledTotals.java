package io.purchaseorders.replay.totals;

import io.purchaseorders.projections.totals.ContributionSink;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.MeasuresBuilder;
import io.purchaseorders.projections.totals.Projection;
import io.purchaseorders.projections.totals.Projections;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums of more rows than fit into memory: each thread adds up what it can hold, and then puts its sums into temporary files,
 * apart by a hash of their names. One file after another holds all of its names' sums, and few enough to be put together.
 */
public final class SpilledTotals implements AutoCloseable {

    private static final int BUFFER = 1 << 15;
    private static final int FEWEST_FILES = 16;
    private static final int MOST_FILES = 512;

    /** The rows that an event touches take about so much. */
    private static final int BYTES_AN_EVENT = 512;

    /** Says in a file that a value is a decimal in words, for it is too large for a number of millionths. */
    private static final byte WIDE = 1;

    private static final byte MILLIONTHS = 0;

    private final Periods periods;
    private final long bytesAThread;
    private final Path folder;
    private final List<Spill> spills = new ArrayList<>();

    private record Spill(Path file, DataOutputStream out) {}

    /**
     * @param memory bytes that sums may take
     * @param events how many there are to come
     */
    public SpilledTotals(Periods periods, long memory, int threads, long events) throws IOException {
        this.periods = periods;
        this.bytesAThread = Math.max(1, memory / threads);
        this.folder = Files.createTempDirectory("orders-totals");
        folder.toFile().deleteOnExit();
        int files = Math.toIntExact(Math.clamp(events * BYTES_AN_EVENT / bytesAThread + 1, FEWEST_FILES, MOST_FILES));
        for (int i = 0; i < files; i++) {
            Path file = Files.createTempFile(folder, "totals", ".tmp");
            file.toFile().deleteOnExit();
            spills.add(new Spill(
                    file, new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))));
        }
    }

    /** What one thread adds up. */
    public final class Part implements ContributionSink {

        /** Looking at the size costs more than an addition. */
        private static final int ADDITIONS_A_LOOK = 1 << 10;

        private Totals held = new Totals(periods, Slice.ALL);
        private int additions;

        private Part() {}

        @Override
        public void add(Projection projection, String name, Instant occurredAt, Measures measures) {
            held.add(projection, name, occurredAt, measures);
            if (++additions % ADDITIONS_A_LOOK == 0 && held.bytes() > bytesAThread) {
                spill();
            }
        }

        /** Puts what is held into the files; to be called at the end. */
        public void spill() {
            held.forEachSum(SpilledTotals.this::write);
            held = new Totals(periods, Slice.ALL);
        }
    }

    /** For one thread. */
    public Part part() {
        return new Part();
    }

    /** How many files there are, each with all sums of its names. */
    public int count() {
        return spills.size();
    }

    private void write(Projection projection, String name, int period, Measures measures) {
        Spill spill = spills.get(Math.floorMod(name.hashCode(), spills.size()));
        synchronized (spill) {
            try {
                write(spill.out(), projection, name, period, measures);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void write(DataOutputStream out, Projection projection, String name, int period, Measures measures)
            throws IOException {
        out.writeByte(Projections.ALL.indexOf(projection));
        out.writeUTF(name);
        out.writeInt(period);
        out.writeShort(measures.size());
        for (int place = 0; place < measures.size(); place++) {
            out.writeInt(measures.idAt(place));
            if (measures.isWideAt(place)) {
                out.writeByte(WIDE);
                out.writeUTF(measures.valueAt(place).toString());
            } else {
                out.writeByte(MILLIONTHS);
                out.writeLong(measures.millionthsAt(place));
            }
        }
    }

    /** All sums of the names of a file, once every part was spilled. */
    public Totals read(int number) throws IOException {
        Spill spill = spills.get(number);
        spill.out().close();
        Totals totals = new Totals(periods, Slice.ALL);
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(spill.file()), BUFFER))) {
            for (int projection = in.read(); projection >= 0; projection = in.read()) {
                totals.addSum(Projections.ALL.get(projection), in.readUTF(), in.readInt(), measures(in));
            }
        } catch (EOFException e) {
            throw new IOException("the temporary file " + spill.file() + " ends early", e);
        }
        Files.delete(spill.file());
        return totals;
    }

    private static Measures measures(DataInputStream in) throws IOException {
        MeasuresBuilder measures = new MeasuresBuilder();
        for (int left = in.readShort(); left > 0; left--) {
            int id = in.readInt();
            if (in.readByte() == WIDE) {
                measures.add(id, new BigDecimal(in.readUTF()));
            } else {
                measures.addMillionths(id, in.readLong());
            }
        }
        return measures.build();
    }

    @Override
    public void close() throws IOException {
        for (Spill spill : spills) {
            spill.out().close();
            Files.deleteIfExists(spill.file());
        }
        Files.deleteIfExists(folder);
    }
}
