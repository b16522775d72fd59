package io.purchaseorders.local.dynamodb;

import com.almworks.sqlite4java.SQLiteConnection;
import com.almworks.sqlite4java.SQLiteException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Switches DynamoDB Local's file to SQLite's write-ahead log: one flush to the disk a write instead of several, and as
 * safe against a kill. The file keeps the mode.
 */
final class WriteAheadLog {

    private static final String SHARED_FILE = "shared-local-instance.db";

    private WriteAheadLog() {}

    /** Call it while the server runs, since that is what loads the native library, but does nothing. */
    static void enable(Path directory) {
        Logger.getLogger("com.almworks.sqlite4java").setLevel(Level.OFF);
        SQLiteConnection connection =
                new SQLiteConnection(directory.resolve(SHARED_FILE).toFile());
        try {
            connection.open(false).exec("PRAGMA journal_mode=WAL");
        } catch (SQLiteException e) {
            // Slower without it, but as correct.
            System.err.println("The tables' file stays without write-ahead log: " + e.getMessage());
        } finally {
            connection.dispose();
        }
    }
}
