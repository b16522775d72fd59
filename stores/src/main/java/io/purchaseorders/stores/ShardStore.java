package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row per shard of the events' stream: its ordinal, up to where batches are complete, and what became of their
 * records. A shard that is over is added to one running sum, and its row and its checkpoints go.
 */
public interface ShardStore {

    /**
     * How far a shard was read.
     *
     * @param ordinal given at first sight, higher than that of every shard seen before
     * @param closed whether nothing more can come from it
     * @param appliedThrough the last record of the last completed batch
     * @param recordedThrough when the newest event of all completed batches was recorded
     * @param recordCounts what became of all completed records
     * @param window what the last checkpoint left
     */
    record ShardRow(
            String shardId,
            long ordinal,
            boolean closed,
            Optional<SequenceNumber> appliedThrough,
            Optional<Instant> recordedThrough,
            RecordCounts recordCounts,
            Window window) {

        /** A shard of which nothing is complete. */
        public static ShardRow opened(String shardId, long ordinal, Optional<Instant> recordedThrough) {
            return new ShardRow(
                    shardId, ordinal, false, Optional.empty(), recordedThrough, RecordCounts.NONE, Window.NONE);
        }

        /** The row after a batch. */
        public ShardRow after(Batch batch) {
            return new ShardRow(
                    shardId,
                    ordinal,
                    closed,
                    Optional.of(batch.last()),
                    batch.recordedThrough().or(() -> recordedThrough),
                    recordCounts.plus(batch.recordCounts()),
                    new Window(
                            window.endedTo(),
                            window.first().or(() -> Optional.of(batch.first())),
                            window.recordCounts()));
        }
    }

    /**
     * Where a shard stood at its last checkpoint.
     *
     * @param endedTo end of the last window that is over: no record that was created before can come for the first time
     * @param first the first record since
     * @param recordCounts of all checkpoints
     */
    record Window(Optional<Instant> endedTo, Optional<SequenceNumber> first, RecordCounts recordCounts) {
        public static final Window NONE = new Window(Optional.empty(), Optional.empty(), RecordCounts.NONE);
    }

    /**
     * A completed batch: the part of it that its shard has not been beyond before.
     *
     * @param recordedThrough when the newest event of this and all batches before was recorded; nothing leaves it as it is
     */
    record Batch(
            SequenceNumber first, SequenceNumber last, Optional<Instant> recordedThrough, RecordCounts recordCounts) {}

    /** The shards that are over, by ordinal: all up to one. */
    record RolledUp(long appliedThrough, long shards, RecordCounts recordCounts) {
        public static final RolledUp NONE = new RolledUp(0, 0, RecordCounts.NONE);
    }

    List<ShardRow> shards();

    /**
     * Gives a shard an ordinal, or answers the one it has.
     *
     * @param recordedThrough what its parent says, if that is known: what was recorded before went to the parent
     */
    ShardRow register(String shardId, Optional<Instant> recordedThrough);

    void close(Set<String> shardIds);

    /**
     * Remembers a batch as complete, if the shard's row is still complete to {@code from} exactly.
     *
     * @return whether it was, and so the record counts were added
     */
    boolean complete(String shardId, Optional<SequenceNumber> from, Batch batch);

    /** Keeps a window's checkpoint and adds its books to those of the shard's window, once, whatever is retried. */
    void checkpoint(Checkpoint checkpoint);

    /** The checkpoints of a shard, by the window's end. */
    List<Checkpoint> checkpoints(String shardId);

    /** Adds a closed shard to the sum, once, and forgets it and its checkpoints. In the order of ordinals. */
    void rollUp(ShardRow closed);

    RolledUp rolledUp();

    /** What became of all records of all shards, those that are over included. */
    default RecordCounts recordCounts() {
        List<ShardRow> rows = shards(); // before the sum: a shard that is rolled up in between counts there
        RolledUp over = rolledUp();
        return rows.stream()
                .filter(row -> row.ordinal() > over.appliedThrough())
                .map(ShardRow::recordCounts)
                .reduce(over.recordCounts(), RecordCounts::plus);
    }
}
