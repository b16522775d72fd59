package io.purchaseorders.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file of entries that a command reads; {@code -} is standard input. */
record InputFile(String name) {

    static final String STANDARD_INPUT = "-";

    /** Set by the script, which alone can see it. */
    private static final String STDIN_CLOSED = "orders.stdin.closed";

    /** @throws UsageProblem with one sentence where it cannot be read */
    InputStream open() {
        if (name.equals(STANDARD_INPUT)) {
            if (Boolean.getBoolean(STDIN_CLOSED)) {
                throw new UsageProblem("Standard input is closed: name a file, or give the command something to read.");
            }
            return new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // It is the process's, not this command's.
                }
            };
        }
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new UsageProblem(name + " is a folder: name a file of NDJSON entries, or - for standard input.");
            }
            return Files.newInputStream(path);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageProblem("There is no file " + name + ": name one, or - for standard input.");
        } catch (AccessDeniedException e) {
            throw new UsageProblem("You may not read " + name + ": change its permissions, or name another file.");
        } catch (IOException e) {
            throw new UsageProblem("The file " + name + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /** How long it is; -1 where that is unknown. */
    long totalBytes() throws IOException {
        return name.equals(STANDARD_INPUT) || !Files.isRegularFile(Path.of(name)) ? -1 : Files.size(Path.of(name));
    }
}
