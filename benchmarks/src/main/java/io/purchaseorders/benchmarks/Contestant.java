package io.purchaseorders.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.purchaseorders.replay.export.DayTotals;
import io.purchaseorders.replay.export.ExportFolder;
import io.purchaseorders.replay.export.ExportFolder.DataFile;
import io.purchaseorders.replay.export.ExportReplay;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** Those who are measured by {@link Replay}. Each works on as many threads as there are cores. */
enum Contestant {
    OURS,
    DUCKDB,
    JACKSON,
    GUNZIP;

    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    private static final int BUFFER = 1 << 16;

    /** What ours may take for events under way, in bytes. */
    static final String MEMORY = "orders.bench.memory";

    /** Room for 2,000,000 events of the reference load, which take 208 MB. */
    static final long DEFAULT_MEMORY = 256L << 20;

    private static final JsonFactory JSON = new JsonFactory();

    /** Says that a process stays and runs again for each line of its input. */
    static final String STAYS = "stays";

    private static final double NANOS = 1e9;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    /**
     * A process: the arguments are a contestant and the folder of an export. It prints the most memory that it had, in
     * KiB; or, with a third one, {@link #STAYS}, how many seconds each run took.
     */
    public static void main(String[] arguments) throws Exception {
        Contestant contestant = valueOf(arguments[0].toUpperCase(Locale.ROOT));
        Path export = Path.of(arguments[1]);
        if (arguments.length == 2) {
            contestant.run(export);
            System.out.println(peakMemory());
            return;
        }
        Respondent.serve(question -> {
            long begun = System.nanoTime();
            contestant.run(export);
            return Double.toString((System.nanoTime() - begun) / NANOS);
        });
    }

    /** What Linux says of this process, in KiB; 0 where there is no Linux. */
    private static long peakMemory() throws IOException {
        if (Files.isReadable(STATUS)) {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(PEAK)) {
                    return Long.parseLong(
                            line.substring(PEAK.length(), line.lastIndexOf(' ')).strip());
                }
            }
        }
        return 0;
    }

    /** Answers, in so far as it does, and says how many rows the answer has. */
    long run(Path export) throws Exception {
        return switch (this) {
            case OURS -> ours(export).rows();
            case DUCKDB -> {
                try (Connection connection = DuckDb.connect(THREADS)) {
                    yield DuckDb.answer(connection, files(export));
                }
            }
            case JACKSON -> each(export, Contestant::tokens);
            case GUNZIP -> each(export, Contestant::unzip);
        };
    }

    static DayTotals ours(Path export) throws Exception {
        long memory = Long.getLong(MEMORY, DEFAULT_MEMORY);
        try (ExportReplay replay = new ExportReplay(ExportFolder.under(export), ZoneOffset.UTC, memory, THREADS)) {
            replay.read();
            return replay.totalsByDay();
        }
    }

    static String files(Path export) {
        return export.toAbsolutePath() + "/AWSDynamoDB/*/data/*.json.gz";
    }

    private interface Work {
        long on(InputStream in) throws IOException;
    }

    private static long each(Path export, Work work) throws Exception {
        List<DataFile> files = ExportFolder.under(export).getFirst().files();
        AtomicInteger next = new AtomicInteger();
        Callable<Long> worker = () -> {
            long sum = 0;
            for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
                try (InputStream in =
                        new GZIPInputStream(Files.newInputStream(files.get(i).path()), BUFFER)) {
                    sum += work.on(in);
                }
            }
            return sum;
        };
        long sum = 0;
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Long>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                futures.add(executor.submit(worker));
            }
            for (Future<Long> future : futures) {
                sum += future.get();
            }
        }
        return sum;
    }

    private static long unzip(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 18];
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes += read;
        }
        return bytes;
    }

    /** Every token of the items and of the details in them: what any reader by Jackson has to pay at least. */
    private static long tokens(InputStream in) throws IOException {
        long tokens = 0;
        try (JsonParser parser = JSON.createParser(in)) {
            boolean isDetail = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens++;
                if (token == JsonToken.FIELD_NAME) {
                    isDetail |= parser.currentName().equals("detail");
                } else if (token == JsonToken.VALUE_STRING) {
                    String text = parser.getText();
                    if (isDetail) {
                        try (JsonParser detail = JSON.createParser(text)) {
                            while (detail.nextToken() != null) {
                                detail.getText();
                                tokens++;
                            }
                        }
                        isDetail = false;
                    }
                }
            }
        }
        return tokens;
    }
}
