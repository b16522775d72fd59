package io.purchaseorders.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs whole processes, from their start to their end, and says what they took. */
final class OrdersCommand {

    private static final double NANOS = 1e9;
    private static final int LOOK_EVERY_MILLIS = 20;

    private OrdersCommand() {}

    /** What one process took; the peak is 0 where there is no Linux. */
    record Taken(double seconds, double peakMebibytes) {}

    /** A command of {@code ./orders} as users run it, which writes its answer to a file. */
    static Taken orders(Path answer, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Places.module("cli").resolve("../../orders").normalize().toString()));
        command.addAll(List.of(arguments));
        return run(command, answer);
    }

    /** Any command; what it says on standard error is only shown where it fails. */
    static Taken run(List<String> command, Path answer) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("orders-bench", ".err");
        try {
            long begun = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectOutput(answer.toFile())
                    .redirectError(errors.toFile())
                    .start();
            double peak = 0;
            do {
                peak = Math.max(peak, PeakMemory.mebibytes(process.pid()));
            } while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
            double seconds = (System.nanoTime() - begun) / NANOS;
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed: " + Files.readString(errors));
            }
            return new Taken(seconds, peak);
        } finally {
            Files.delete(errors);
        }
    }
}
