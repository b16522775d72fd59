package io.purchaseorders.local.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps DynamoDB Local's file with SQLite's write-ahead log: one flush to the disk a write instead of several, and as
 * safe against a kill. The file keeps the mode. DynamoDB Local's own connections never move the log into the file, so
 * that it would grow by some 25 KB an event, and every read and every start after a kill with it; this does.
 */
final class WriteAheadLog implements AutoCloseable {

    private static final String SHARED_FILE = "shared-local-instance.db";
    private static final String LOG_FILE = SHARED_FILE + "-wal";

    /** A shorter log is read in no time. */
    private static final long LONG_BYTES = 4L * 1024 * 1024;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Path directory;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /** Whether the failure that lasts has been told. */
    private boolean isTold;

    private WriteAheadLog(Path directory) {
        this.directory = directory;
        this.thread = Thread.ofPlatform().daemon().name("write-ahead-log").start(this::keepShort);
    }

    /** Call it while the server runs, since that is what loads the native library, but does nothing. */
    static WriteAheadLog start(Path directory) {
        Logger.getLogger("com.almworks.sqlite4java").setLevel(Level.OFF);
        SQLiteConnection connection = connection(directory);
        try {
            connection.open(false).exec("PRAGMA journal_mode=WAL");
        } catch (SQLiteException e) {
            // Slower without it, but as correct.
            System.err.println("The tables' file stays without write-ahead log: " + e.getMessage());
        } finally {
            connection.dispose();
        }
        return new WriteAheadLog(directory);
    }

    private static SQLiteConnection connection(Path directory) {
        return new SQLiteConnection(directory.resolve(SHARED_FILE).toFile());
    }

    private void keepShort() {
        try {
            while (!stop.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isLong()) {
                    checkpoint();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isLong() {
        try {
            return Files.size(directory.resolve(LOG_FILE)) > LONG_BYTES;
        } catch (IOException e) {
            return false; // There is none before the first write.
        }
    }

    /**
     * Waits for nobody and holds up nobody; what it cannot move now, as the file is busy or the disk full, it moves the
     * next time. With a connection of its own each time, so that one that failed is never used again.
     */
    private void checkpoint() {
        SQLiteConnection connection = connection(directory);
        try {
            connection.open(false).exec("PRAGMA wal_checkpoint(PASSIVE)");
            isTold = false;
        } catch (SQLiteException e) {
            if (!isTold) {
                System.err.println("The tables' write-ahead log cannot be shortened now: " + e.getMessage());
                isTold = true;
            }
        } finally {
            connection.dispose();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
