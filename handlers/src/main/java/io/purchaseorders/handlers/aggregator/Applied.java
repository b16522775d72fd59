package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.stores.EventRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The outcome of a batch.
 *
 * @param delivered records, redelivered ones included
 * @param recordCounts what became of those that came for the first time
 * @param conflicts stored events that lost against another content under their id
 * @param anomalies events that their order's state did not allow
 * @param quarantined events that this batch quarantined
 * @param rowsQuarantined rows that were quarantined because they cannot take an addition
 * @param violations events that were forged or changed, as the batch reported
 * @param writes requests that wrote rows of totals, orders or shards
 * @param recordedThrough when the newest event of the batch was recorded
 */
record Applied(
        int delivered,
        RecordCounts recordCounts,
        int conflicts,
        int anomalies,
        List<EventRef> quarantined,
        int rowsQuarantined,
        List<EventRef> violations,
        int writes,
        Optional<Instant> recordedThrough) {

    /** The outcome of two parts of a batch, one after the other. */
    Applied plus(Applied next) {
        return new Applied(
                delivered + next.delivered,
                recordCounts.plus(next.recordCounts),
                conflicts + next.conflicts,
                anomalies + next.anomalies,
                Stream.concat(quarantined.stream(), next.quarantined.stream()).toList(),
                rowsQuarantined + next.rowsQuarantined,
                Stream.concat(violations.stream(), next.violations.stream()).toList(),
                writes + next.writes,
                Stream.concat(recordedThrough.stream(), next.recordedThrough.stream())
                        .max(Instant::compareTo));
    }

    /** The outcome of a batch without records, or whose records are in all rows already. */
    static Applied nothing(int delivered) {
        return new Applied(delivered, RecordCounts.NONE, 0, 0, List.of(), 0, List.of(), 0, Optional.empty());
    }
}
