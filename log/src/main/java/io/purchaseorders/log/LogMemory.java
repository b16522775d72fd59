package io.purchaseorders.log;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A log in memory, for a system that keeps nothing. */
public final class LogMemory implements LogStorage {

    private final Map<String, byte[]> files = new TreeMap<>();

    @Override
    public synchronized Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path)).map(byte[]::clone);
    }

    @Override
    public synchronized void write(String path, byte[] content) {
        files.put(path, content.clone());
    }

    @Override
    public void flush() {
        // Memory survives nothing.
    }

    @Override
    public synchronized void delete(String folder) {
        files.keySet().removeIf(path -> path.startsWith(folder));
    }

    @Override
    public synchronized boolean replace(String path, Optional<byte[]> expected, byte[] content) {
        if (!Arrays.equals(files.get(path), expected.orElse(null))) {
            return false;
        }
        files.put(path, content.clone());
        return true;
    }
}
