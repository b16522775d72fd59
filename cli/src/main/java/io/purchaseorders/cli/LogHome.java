package io.purchaseorders.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder with the log of a running system and its key: the one that keeps the tables, or one that ends with the system. */
record LogHome(Path folder, boolean isTemporary) implements AutoCloseable {

    /** @param data the folder that keeps the tables; null for a system in memory */
    static LogHome of(@Nullable Path data) {
        try {
            return data == null
                    ? new LogHome(Files.createTempDirectory("orders-log-"), true)
                    : new LogHome(data, false);
        } catch (IOException e) {
            throw new UsageProblem("There is no temporary folder for the log: " + e.getMessage());
        }
    }

    Path log() {
        return folder.resolve(LogPlace.FOLDER);
    }

    @Override
    public void close() {
        if (!isTemporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
