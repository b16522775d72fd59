package io.purchaseorders.log;

import java.util.Optional;

/**
 * The files of a log, to be read. Paths are relative, with slashes, as C2SP tlog-tiles names them. A failure to read is an
 * {@link java.io.UncheckedIOException}.
 */
@FunctionalInterface
public interface LogFiles {

    /** Where no log is kept. */
    LogFiles NONE = path -> Optional.empty();

    Optional<byte[]> read(String path);
}
