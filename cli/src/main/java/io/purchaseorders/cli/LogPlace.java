package io.purchaseorders.cli;

import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.LogProblem;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a log and its signing key are. */
final class LogPlace {

    /** The log within the folder of {@code ./orders up --data}. */
    static final String FOLDER = "log";

    @ArgGroup(multiplicity = "1")
    private final Choice choice = new Choice();

    private static final class Choice {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "The folder of ./orders up --data; the log is DIR/log.")
        private @Nullable Path data;

        @Option(names = "--log", paramLabel = "DIR", description = "The folder of the log itself.")
        private @Nullable Path log;
    }

    Path folder() {
        Path log = choice.log;
        return log == null
                ? Objects.requireNonNull(choice.data, "one of both is required").resolve(FOLDER)
                : log;
    }

    LogFolder log() {
        return new LogFolder(folder());
    }

    /** The key lies beside the log, so that a copy of the log never has it. */
    LogKeyFile key() {
        return LogKeyFile.beside(folder());
    }

    /** The sentence for what a log refuses, or a disk does. */
    static UsageProblem problem(Path folder, LogProblem problem) {
        return new UsageProblem("The log " + folder + " is refused: " + problem.getMessage());
    }

    static UsageProblem problem(Path folder, UncheckedIOException problem) {
        return new UsageProblem("The log " + folder + " cannot be read or written: " + problem.getMessage());
    }
}
