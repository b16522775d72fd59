package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.ShardRow.Batch;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Writes how far the shards of the events' stream are. Only the aggregator does. */
public interface ShardWriter {

    /**
     * Gives a shard an ordinal, or answers the one it has.
     *
     * @param recordedThrough what its parent's row says, if that is known: what was recorded before went to the parent
     */
    ShardRow register(String shardId, Optional<Instant> recordedThrough);

    /** Marks shards from which nothing more can come. */
    void close(Set<String> shardIds);

    /**
     * Records a batch as complete, if the shard's row is still complete to {@code from} exactly.
     *
     * @return whether it was, and so the record counts were added
     */
    boolean complete(String shardId, Optional<SequenceNumber> from, Batch batch);

    /** Keeps a window's checkpoint and adds its record counts to those of the shard's window, once, whatever is retried. */
    void checkpoint(Checkpoint checkpoint);

    /** Adds a closed shard to the sum, once, and removes it and its checkpoints. Callers go by ascending ordinal. */
    void rollUp(ShardRow closed);
}
