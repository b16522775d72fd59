package io.purchaseorders.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ExportFolder.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** The peers of {@link Replay}, each a process of its own that works on as many threads as there are cores. */
enum Contestant {
    /** Writes its answer as comma-separated values, as ours does. */
    DUCKDB("DuckDB"),
    JACKSON("Jackson, tokens only"),
    GUNZIP("gunzip alone (java.util.zip)");

    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    private static final int BUFFER = 1 << 16;
    private static final JsonFactory JSON = new JsonFactory();

    private final String label;

    Contestant(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The command that runs it. */
    List<String> command(Path export, Path answer) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Contestant.class.getName(),
                name(),
                export.toString(),
                answer.toString());
    }

    /** A process: the arguments are a contestant, the folder of an export, and where the answer goes. */
    public static void main(String[] arguments) throws Exception {
        Path export = Path.of(arguments[1]);
        switch (valueOf(arguments[0])) {
            case DUCKDB -> {
                try (Connection connection = DuckDb.connect(THREADS)) {
                    DuckDb.answer(connection, files(export));
                    DuckDb.write(connection, Path.of(arguments[2]));
                }
            }
            case JACKSON -> System.out.println(each(export, Contestant::tokens));
            case GUNZIP -> System.out.println(each(export, Contestant::unzip));
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
