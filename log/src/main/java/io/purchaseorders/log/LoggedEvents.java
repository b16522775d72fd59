package io.purchaseorders.log;

import io.purchaseorders.log.Finding.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** What a pass over a log learns about its events, to compare an export with. */
final class LoggedEvents {

    private final LeafSet leaves = new LeafSet();
    private final LogReport report;
    private Instant newest = Instant.MIN;

    LoggedEvents(LogReport report) {
        this.report = report;
    }

    void add(long index, byte[] bytes, Hash leaf) {
        boolean isNew = leaves.add(leaf);
        try {
            LogEntry entry = LogEntry.parse(bytes);
            if (!isNew) {
                report.add(Kind.REPEATED, entry.name(), "is logged twice, the second time as entry " + index + ".");
            }
            Instant recordedAt = recordedAt(entry).orElse(Instant.MIN);
            newest = recordedAt.isAfter(newest) ? recordedAt : newest;
        } catch (LogProblem e) {
            report.add(Kind.DAMAGED, "Entry " + index, "is no event: " + e.getMessage());
        }
    }

    /** An entry of which only the leaf hash is left. */
    void addLeaf(Hash leaf) {
        leaves.add(leaf);
    }

    static Optional<Instant> recordedAt(LogEntry entry) {
        try {
            return Optional.of(Instant.parse(entry.recordedAt()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    LeafSet leaves() {
        return leaves;
    }

    /** The latest time at which a logged event was recorded. */
    Instant newest() {
        return newest;
    }
}
