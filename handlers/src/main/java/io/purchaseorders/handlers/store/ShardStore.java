package io.purchaseorders.handlers.store;

import io.purchaseorders.projections.SequenceNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One row per shard of the events' stream: its ordinal, and up to where batches are complete. */
public interface ShardStore {

    /**
     * How far a shard was read.
     *
     * @param ordinal given at first sight, higher than that of every shard seen before
     * @param closed whether nothing more can come from it
     * @param completeTo the last record of the last completed batch
     * @param recordedTo when the newest event of all completed batches was recorded
     */
    record ShardRow(
            String shardId,
            long ordinal,
            boolean closed,
            Optional<SequenceNumber> completeTo,
            Optional<Instant> recordedTo) {}

    List<ShardRow> shards();

    /** Gives a shard an ordinal, or answers the one it has. */
    ShardRow register(String shardId);

    void close(Set<String> shardIds);

    /** Remembers a batch as complete; an older batch changes nothing. */
    void complete(String shardId, SequenceNumber last, Optional<Instant> recordedTo);
}
