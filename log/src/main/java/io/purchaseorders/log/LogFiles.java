package io.purchaseorders.log;

import java.util.LinkedHashMap;
import java.util.Map;
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

    /**
     * The same files for one search, which reads the same ones over and over: each is as it was when it was read first.
     *
     * @param most how many of those that were read last are remembered
     */
    default LogFiles remembering(int most) {
        Map<String, Optional<byte[]>> lately = new LinkedHashMap<>(most, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Optional<byte[]>> eldest) {
                return size() > most;
            }
        };
        return path -> lately.computeIfAbsent(path, this::read);
    }
}
