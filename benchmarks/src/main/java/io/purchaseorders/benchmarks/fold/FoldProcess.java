package io.purchaseorders.benchmarks.fold;

import io.purchaseorders.benchmarks.Respondent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * One contestant in a process of its own, for engines ask for openings in the JDK that nobody else needs. It stays until
 * it is closed, so that it is warm, and folds when it is told to.
 */
public final class FoldProcess implements AutoCloseable {

    /** Who folds. */
    public enum Contestant {
        OURS,
        FLINK,
        KAFKA_STREAMS;

        private Fold make() throws Exception {
            return switch (this) {
                case OURS -> new OurFold();
                case FLINK -> new FlinkFold();
                case KAFKA_STREAMS -> new KafkaFold();
            };
        }
    }

    private static final String FOLD = "fold";
    private static final String DIGEST = "digest";
    private static final double NANOS = 1e9;

    private static final List<String> OPTIONS = List.of(
            "-Xmx3g",
            "-Xshare:auto",
            "-Xlog:disable",
            "-XX:+UseParallelGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED");

    private final Respondent respondent;

    private FoldProcess(Respondent respondent) {
        this.respondent = respondent;
    }

    public static FoldProcess start(Contestant contestant, Path export) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(OPTIONS);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                FoldProcess.class.getName(),
                contestant.name(),
                export.toAbsolutePath().toString()));
        return new FoldProcess(Respondent.start(command));
    }

    /** The arguments are a contestant and the folder of an export. Each line of the standard input is answered by one. */
    public static void main(String[] arguments) throws Exception {
        Fold fold = Contestant.valueOf(arguments[0].toUpperCase(Locale.ROOT)).make();
        Path export = Path.of(arguments[1]);
        Respondent.serve(question -> {
            long begun = System.nanoTime();
            Iterable<String> rows = fold.answer(export);
            double seconds = (System.nanoTime() - begun) / NANOS;
            return question.equals(DIGEST) ? digest(rows) : Double.toString(seconds);
        });
        System.exit(0); // Engines leave threads behind.
    }

    /** Of all rows in order, with their number. */
    private static String digest(Iterable<String> rows) throws Exception {
        String[] sorted = StreamSupport.stream(rows.spliterator(), false).toArray(String[]::new);
        Arrays.sort(sorted);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String row : sorted) {
            digest.update(row.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest()) + " " + sorted.length;
    }

    /** What is equal where all rows are; how many rows there are stands behind a blank. */
    public String digest() {
        return respondent.ask(DIGEST);
    }

    /** How many seconds it took. */
    public double fold() {
        return Double.parseDouble(respondent.ask(FOLD));
    }

    @Override
    public void close() {
        respondent.close();
    }
}
