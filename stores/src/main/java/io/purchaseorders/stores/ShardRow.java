package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How far a shard of the events' stream was read.
 *
 * @param ordinal given at first sight, higher than that of every shard seen before
 * @param closed whether nothing more can come from it
 * @param appliedThrough the last record of the last completed batch
 * @param recordedThrough when the newest event of all completed batches was recorded
 * @param recordCounts what became of all completed records
 * @param window what the last checkpoint left
 */
@Value.Builder
public record ShardRow(
        String shardId,
        long ordinal,
        boolean closed,
        Optional<SequenceNumber> appliedThrough,
        Optional<Instant> recordedThrough,
        RecordCounts recordCounts,
        Window window) {

    /**
     * The state of a shard at its last checkpoint.
     *
     * @param endedTo end of the last window that is over: no record that was created before can come for the first time
     * @param first the first record since
     * @param recordCounts of all checkpoints
     */
    public record Window(Optional<Instant> endedTo, Optional<SequenceNumber> first, RecordCounts recordCounts) {
        public static final Window NONE = new Window(Optional.empty(), Optional.empty(), RecordCounts.NONE);
    }

    /**
     * The part of a completed batch that its shard had not completed before.
     *
     * @param recordedThrough when the newest event of this and all batches before was recorded; nothing leaves the
     *     row's as it is
     */
    public record Batch(
            SequenceNumber first, SequenceNumber last, Optional<Instant> recordedThrough, RecordCounts recordCounts) {}

    /** A shard of which nothing is complete. */
    public static ShardRow opened(String shardId, long ordinal, Optional<Instant> recordedThrough) {
        return new ShardRow(shardId, ordinal, false, Optional.empty(), recordedThrough, RecordCounts.NONE, Window.NONE);
    }

    /** The row after a batch. */
    public ShardRow after(Batch batch) {
        return new ShardRowBuilder()
                .from(this)
                .appliedThrough(batch.last())
                .recordedThrough(batch.recordedThrough().or(() -> recordedThrough))
                .recordCounts(recordCounts.plus(batch.recordCounts()))
                .window(new Window(
                        window.endedTo(), window.first().or(() -> Optional.of(batch.first())), window.recordCounts()))
                .build();
    }
}
