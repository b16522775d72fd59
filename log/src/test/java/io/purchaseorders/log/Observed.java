package io.purchaseorders.log;

import java.util.Optional;

/** Files whose every operation is told before it happens; whoever is told may throw instead. */
public record Observed(LogStorage files, Observer observer) implements LogStorage {

    public enum Operation {
        READ,
        WRITE,
        FLUSH,
        DELETE,
        REPLACE
    }

    @FunctionalInterface
    public interface Observer {
        void before(Operation operation, String path);
    }

    @Override
    public Optional<byte[]> read(String path) {
        observer.before(Operation.READ, path);
        return files.read(path);
    }

    @Override
    public void write(String path, byte[] content) {
        observer.before(Operation.WRITE, path);
        files.write(path, content);
    }

    @Override
    public void flush() {
        observer.before(Operation.FLUSH, "");
        files.flush();
    }

    @Override
    public void delete(String folder) {
        observer.before(Operation.DELETE, folder);
        files.delete(folder);
    }

    @Override
    public boolean replace(String path, Optional<byte[]> expected, byte[] content) {
        observer.before(Operation.REPLACE, path);
        return files.replace(path, expected, content);
    }
}
