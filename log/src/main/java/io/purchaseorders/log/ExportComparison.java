package io.purchaseorders.log;

import io.purchaseorders.log.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the events of an export with those of a log: whatever has one and the same entry in both is left out at once, by
 * its leaf hash; what is left on both sides is matched by order id and timestamp.
 */
final class ExportComparison {

    /**
     * An event is stored within seconds of the time at which it says that it was recorded, and logged after it was stored. So
     * one that was recorded this much earlier than the newest logged event would be in the log.
     */
    static final Duration LATEST_STORING = Duration.ofMinutes(1);

    /** Entries without their event that are kept to be matched; they are about 1 KB each. */
    private static final int MOST_UNMATCHED = 100_000;

    private final TiledTree tree;
    private final LoggedEvents logged;
    private final LogReport report;

    ExportComparison(LogFiles log, Checkpoint checkpoint, LoggedEvents logged, LogReport report) {
        this.tree = new TiledTree(log, checkpoint.size());
        this.logged = logged;
        this.report = report;
    }

    void compare(ExportedEvents export) {
        List<LogEntry> unmatched = new ArrayList<>();
        export.forEach(event -> {
            switch (logged.leaves().mark(event.leaf())) {
                case FIRST -> {
                    // The event is what was logged.
                }
                case REPEATED -> report.add(Kind.REPEATED, event.name(), "is in the export twice.");
                case UNKNOWN -> {
                    if (unmatched.size() < MOST_UNMATCHED) {
                        unmatched.add(event);
                    } else {
                        nameUnlogged(event);
                    }
                }
            }
        });
        Map<String, LogEntry> missing = missing(export);
        for (LogEntry event : unmatched) {
            LogEntry entry = missing.remove(event.key());
            if (entry == null) {
                nameUnlogged(event);
            } else {
                report.add(
                        Kind.CHANGED_EVENT, event.name(), "is not what was logged: " + differences(entry, event) + ".");
            }
        }
        missing.values()
                .forEach(entry ->
                        report.add(Kind.REMOVED_EVENT, entry.name(), "was logged, and the export does not have it."));
    }

    /** The entries whose event the export should have as it is, and does not. */
    private Map<String, LogEntry> missing(ExportedEvents export) {
        Map<String, LogEntry> missing = new HashMap<>();
        if (logged.leaves().areAllMarked()) {
            return missing;
        }
        Instant takenAt = export.takenAt().orElse(Instant.MAX);
        for (long bundle = 0; bundle * Tile.FULL < tree.size(); bundle++) {
            for (byte[] bytes : entries(bundle)) {
                if (!logged.leaves().isMarked(Hash.leaf(bytes))) {
                    collect(bytes, takenAt, missing);
                }
            }
        }
        return missing;
    }

    private void collect(byte[] bytes, Instant takenAt, Map<String, LogEntry> missing) {
        LogEntry entry;
        try {
            entry = LogEntry.parse(bytes);
        } catch (LogProblem e) {
            return; // The pass over the log reported it.
        }
        if (LoggedEvents.recordedAt(entry).filter(at -> at.isAfter(takenAt)).isPresent()) {
            report.add(Kind.NOT_EXPORTED_YET, entry.name(), "was recorded after the export was taken.");
        } else if (missing.size() < MOST_UNMATCHED) {
            missing.put(entry.key(), entry);
        } else {
            report.add(Kind.REMOVED_EVENT, entry.name(), "was logged, and the export does not have it like that.");
        }
    }

    private List<byte[]> entries(long bundle) {
        try {
            return tree.entries(bundle);
        } catch (LogProblem e) {
            return List.of(); // The pass over the log reported it.
        }
    }

    private void nameUnlogged(LogEntry event) {
        boolean isNew = LoggedEvents.recordedAt(event)
                .filter(at ->
                        at.isAfter(logged.newest()) || at.plus(LATEST_STORING).isAfter(logged.newest()))
                .isPresent();
        if (isNew) {
            report.add(Kind.NOT_LOGGED_YET, event.name(), "is not logged yet.");
        } else {
            report.add(
                    Kind.FORGED_EVENT,
                    event.name(),
                    "was never logged, although it says that it was recorded at " + event.recordedAt() + ".");
        }
    }

    private static String differences(LogEntry logged, LogEntry exported) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < LogEntry.MEMBERS.size(); i++) {
            String before = logged.values().get(i);
            String now = exported.values().get(i);
            if (!before.equals(now)) {
                differences.add(LogEntry.MEMBERS.get(i) + " was " + before + " and is " + now);
            }
        }
        return String.join(", ", differences);
    }
}
