package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps the record counts of one tumbling window of one shard, written by its last invocation. They are the shard's
 * own since its previous checkpoint, so all checkpoints of a shard and what came after the last add up to the shard,
 * whatever the window's state lost or counted twice.
 *
 * @param shardId of the shard
 * @param start of the window, by the records' times of creation
 * @param end of the window, exclusive
 * @param isEarly whether the window was ended before its time; what else belongs to it is in a later checkpoint
 * @param first the first record since the previous checkpoint; nothing where there was none
 * @param last the last record that is complete
 * @param recordCounts what became of the records from first to last
 * @param seen what the window's invocations say of themselves, which is short after a retry and never summed
 */
public record Checkpoint(
        String shardId,
        Instant start,
        Instant end,
        boolean isEarly,
        Optional<SequenceNumber> first,
        Optional<SequenceNumber> last,
        RecordCounts recordCounts,
        Seen seen) {

    /**
     * What invocations saw.
     *
     * @param delivered records, each time that one came
     * @param completed records that came for the first time
     * @param conflicts stored events that lost against another content under their id
     * @param anomalies events that their order's state did not allow
     */
    public record Seen(long delivered, long completed, long conflicts, long anomalies) {}
}
