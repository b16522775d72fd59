package io.purchaseorders.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A log as a folder of files. A file is written under another name and renamed, so that no reader sees half of it; {@link
 * #replace} holds a lock that ends with its process.
 */
public final class LogFolder implements LogStorage {

    private static final String LOCK = "lock";
    private static final String UNFINISHED = ".unfinished-";
    private static final AtomicLong UNFINISHED_FILES = new AtomicLong();

    /** A file lock is held for the whole JVM, so threads exclude one another by this. */
    private static final Object IN_THIS_PROCESS = new Object();

    private final Path root;
    private final Set<Path> unflushed = new LinkedHashSet<>();

    public LogFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Optional<byte[]> read(String path) {
        try {
            return Optional.of(Files.readAllBytes(inside(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(String path, byte[] content) {
        try {
            Path file = inside(path);
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
                rename(unfinished(file, content, false), file);
            }
            synchronized (unflushed) {
                unflushed.add(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void flush() {
        synchronized (unflushed) {
            try {
                Set<Path> folders = new LinkedHashSet<>();
                for (Path file : unflushed) {
                    force(file, StandardOpenOption.WRITE);
                    for (Path folder = parent(file); folder.startsWith(root); folder = parent(folder)) {
                        folders.add(folder);
                    }
                }
                for (Path folder : folders) {
                    force(folder, StandardOpenOption.READ);
                }
                unflushed.clear();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void delete(String folder) {
        Path top = inside(folder);
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean replace(String path, Optional<byte[]> expected, byte[] content) {
        synchronized (IN_THIS_PROCESS) {
            Path lock = inside(LOCK);
            try {
                Files.createDirectories(root);
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    Objects.requireNonNull(held, "the lock is awaited");
                    if (!Arrays.equals(read(path).orElse(null), expected.orElse(null))) {
                        return false;
                    }
                    Path file = inside(path);
                    rename(unfinished(file, content, true), file);
                    force(parent(file), StandardOpenOption.READ);
                    return true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path unfinished(Path file, byte[] content, boolean isForced) throws IOException {
        Path folder = parent(file);
        Files.createDirectories(folder);
        Path unfinished =
                folder.resolve(UNFINISHED + ProcessHandle.current().pid() + "-" + UNFINISHED_FILES.incrementAndGet());
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (isForced) {
                channel.force(true);
            }
        }
        return unfinished;
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void force(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // A partial tile that was superseded and deleted meanwhile needs no force.
        }
    }

    private Path inside(String path) {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root)) {
            throw new IllegalArgumentException("a path leads out of the log: " + path);
        }
        return file;
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file is in a folder");
    }
}
