package io.purchaseorders.log;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Files that a test looks into and damages, and that forget, or half forget, what was not flushed. */
public final class FilesInMemory implements LogStorage {

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Set<String> unflushed = new HashSet<>();
    private final Map<String, byte[]> flushed = new HashMap<>();

    public FilesInMemory copy() {
        FilesInMemory copy = new FilesInMemory();
        copy.files.putAll(files);
        copy.flushed.putAll(files);
        return copy;
    }

    public Map<String, byte[]> files() {
        return files;
    }

    /** The bytes themselves, to be changed. */
    byte[] content(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    /** What is left when the power fails: of what was written and not flushed, anything. */
    public void crash(RandomGenerator random) {
        for (String path : unflushed) {
            byte[] before = flushed.get(path);
            switch (random.nextInt(4)) {
                case 0 -> restore(path, before);
                case 1 -> files.put(path, Arrays.copyOf(content(path), random.nextInt(content(path).length + 1)));
                default -> {
                    // It was written in time.
                }
            }
        }
        unflushed.clear();
        flushed.clear();
        flushed.putAll(files);
    }

    private void restore(String path, byte @Nullable [] before) {
        if (before == null) {
            files.remove(path);
        } else {
            files.put(path, before);
        }
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public void write(String path, byte[] content) {
        if (!Arrays.equals(files.get(path), content)) {
            files.put(path, content.clone());
            unflushed.add(path);
        }
    }

    @Override
    public void flush() {
        unflushed.clear();
        flushed.clear();
        flushed.putAll(files);
    }

    @Override
    public void delete(String folder) {
        files.keySet().removeIf(path -> path.startsWith(folder));
        flushed.keySet().removeIf(path -> path.startsWith(folder));
        unflushed.removeIf(path -> path.startsWith(folder));
    }

    @Override
    public boolean replace(String path, Optional<byte[]> expected, byte[] content) {
        if (!Arrays.equals(files.get(path), expected.orElse(null))) {
            return false;
        }
        files.put(path, content.clone());
        flushed.put(path, content.clone());
        return true;
    }
}
