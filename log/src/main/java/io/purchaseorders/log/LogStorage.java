package io.purchaseorders.log;

import java.util.Optional;

/**
 * Where the files of a log are written. Failures to read or write are {@link java.io.UncheckedIOException}s.
 */
public interface LogStorage extends LogFiles {

    /**
     * Writes a file, whether or not there is one. A crash before the next {@link #flush} may lose it or tear it. One that has
     * this content already is left as it is, so that a writer that comes late endangers nothing that is flushed.
     */
    void write(String path, byte[] content);

    /** Returns after everything that was given to {@link #write} before would survive a crash. */
    void flush();

    /** Deletes all files whose path begins with {@code folder}, which ends with a slash. */
    void delete(String folder);

    /**
     * Replaces a file if its content still is {@code expected} (nothing: if there is none), in one step that no crash can
     * tear and no other process can come between, and that survives a crash once it returned. Says whether it did.
     */
    boolean replace(String path, Optional<byte[]> expected, byte[] content);
}
