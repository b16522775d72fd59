package io.purchaseorders.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What a benchmark is given.
 *
 * @param rounds how often each contestant is measured; the medians count
 * @param cache a folder for data that is generated once, the same bytes for the same seed
 * @param log where it says what it is doing; standard output belongs to the results
 */
public record Run(int rounds, Path cache, PrintStream log) {

    /** Medians of fewer say too little. */
    public static final int LEAST_ROUNDS = 5;

    public void say(String format, Object... arguments) {
        log.printf(format + "%n", arguments);
    }
}
