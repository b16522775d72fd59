package io.purchaseorders.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A log as a folder of files. A file is written under another name and renamed, so that no reader sees half of it; {@link
 * #replace} holds a lock that ends with its process.
 */
public final class LogFolder implements LogStorage {

    private static final String LOCK = "lock";
    private static final String UNFINISHED = ".unfinished-";
    private static final AtomicLong UNFINISHED_FILES = new AtomicLong();

    private static final int FORCED_AT_ONCE = 32;

    /** Whatever is older and unfinished was left by a writer that died. */
    static final Duration LONGEST_WRITE = Duration.ofHours(1);

    /** A file lock is held for the whole JVM, so threads exclude one another by this. */
    private static final Object IN_THIS_PROCESS = new Object();

    private final Path root;
    private final Set<Path> unflushed = new LinkedHashSet<>();
    private boolean isSwept;

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
            Set<Path> folders = new LinkedHashSet<>();
            for (Path file : unflushed) {
                for (Path folder = parent(file); folder.startsWith(root); folder = parent(folder)) {
                    folders.add(folder);
                }
            }
            force(unflushed, StandardOpenOption.WRITE);
            force(folders, StandardOpenOption.READ);
            unflushed.clear();
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
                    sweep();
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

    /** Once for each writer: deletes what others began to write and never renamed. */
    private void sweep() throws IOException {
        if (isSwept) {
            return;
        }
        isSwept = true;
        Instant begun = Instant.now().minus(LONGEST_WRITE);
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (String.valueOf(file.getFileName()).startsWith(UNFINISHED)
                        && attributes.lastModifiedTime().toInstant().isBefore(begun)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException renamedOrDeleted) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException deleted) {
                return FileVisitResult.CONTINUE;
            }
        });
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

    /** A disk answers many that wait at the same time in little more time than one. */
    private static void force(Set<Path> paths, StandardOpenOption mode) {
        try (ExecutorService waiting = Executors.newFixedThreadPool(FORCED_AT_ONCE)) {
            CompletableFuture.allOf(paths.stream()
                            .map(path -> CompletableFuture.runAsync(() -> force(path, mode), waiting))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        }
    }

    private static void force(Path path, StandardOpenOption mode) {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // A partial tile that was superseded and deleted meanwhile needs no force.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
