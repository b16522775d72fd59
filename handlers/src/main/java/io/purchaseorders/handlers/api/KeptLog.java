package io.purchaseorders.handlers.api;

import io.purchaseorders.log.EntryIndex;
import io.purchaseorders.log.LogFiles;
import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LoggedExports;
import io.purchaseorders.stores.StoredEvent;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The transparency log that is answered from: on one machine a folder, in which {@code ./orders up} seals events; on AWS the
 * bucket in which {@code evidence.yaml} keeps one.
 *
 * @param files its files
 * @param search finds an event's entry in them
 */
record KeptLog(LogFiles files, Search search) {

    static final KeptLog NONE = ofFolder(LogFiles.NONE);

    /** The folder of the log that is kept on this machine. */
    private static final String FOLDER = "LOG_FOLDER";

    /** The bucket of the log that is kept on AWS; empty where none is. */
    private static final String BUCKET = "LOG_BUCKET";

    /** What one search reads more than once, of some 80 KB each. */
    private static final int REMEMBERED = 64;

    /** Finds an event's entry in a log that is open. */
    @FunctionalInterface
    interface Search {

        /** @param files those that {@code log} was opened from */
        OptionalLong find(LogFiles files, LogReader log, StoredEvent event);
    }

    static KeptLog of(Map<String, String> environment) {
        String folder = environment.getOrDefault(FOLDER, "");
        if (!folder.isEmpty()) {
            return ofFolder(new LogFolder(Path.of(folder)));
        }
        String bucket = environment.getOrDefault(BUCKET, "");
        return bucket.isEmpty() ? NONE : ofBucket(LogBucket.of(bucket));
    }

    /** All entries are read once, and where each is stays in memory: files are near, and a machine's log is of its size. */
    static KeptLog ofFolder(LogFiles files) {
        EntryIndex index = new EntryIndex();
        return new KeptLog(files, (current, log, event) -> {
            index.catchUp(current, log.checkpoint().size());
            return index.find(event.ref().orderId(), event.ref().timestamp());
        });
    }

    /** By the time at which the event was recorded, in a few reads. What cannot be read tells no such time. */
    static KeptLog ofBucket(LogFiles files) {
        return new KeptLog(
                files,
                (current, log, event) -> event instanceof StoredEvent.Intact intact
                        ? LoggedExports.find(
                                current,
                                log,
                                event.ref().orderId(),
                                event.ref().timestamp(),
                                intact.event().recordedAt())
                        : OptionalLong.empty());
    }

    /** The files for one search. */
    LogFiles forSearch() {
        return files.remembering(REMEMBERED);
    }
}
