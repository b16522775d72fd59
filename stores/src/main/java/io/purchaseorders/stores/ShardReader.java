package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.RecordCounts;
import java.util.List;

/**
 * Reads how far the shards of the events' stream are: one row per shard with its ordinal, the last completed record,
 * and what became of its records. A shard that is rolled up is added to one running sum, and its row and checkpoints
 * are removed.
 */
public interface ShardReader {

    /** The sum of the shards that are rolled up: all whose ordinals are up to {@code appliedThrough}. */
    record RolledUp(long appliedThrough, long shards, RecordCounts recordCounts) {
        public static final RolledUp NONE = new RolledUp(0, 0, RecordCounts.NONE);
    }

    /** The rows of all shards that are not rolled up. */
    List<ShardRow> shards();

    /** The checkpoints of a shard, by the window's end. */
    List<Checkpoint> checkpoints(String shardId);

    /** The sum of the shards that are rolled up. */
    RolledUp rolledUp();

    /** What became of all records of all shards, including those that are rolled up. */
    default RecordCounts recordCounts() {
        List<ShardRow> rows = shards(); // before the sum: a shard that is rolled up in between counts there
        RolledUp over = rolledUp();
        return rows.stream()
                .filter(row -> row.ordinal() > over.appliedThrough())
                .map(ShardRow::recordCounts)
                .reduce(over.recordCounts(), RecordCounts::plus);
    }
}
