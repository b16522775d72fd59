package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.stores.Checkpoint;
import io.purchaseorders.stores.Checkpoint.Seen;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.ShardStore;
import java.time.Instant;
import java.util.Optional;

/** Closes the record counts of a tumbling window. */
final class WindowEnd {

    private final ShardStore shards;

    WindowEnd(ShardStore shards) {
        this.shards = shards;
    }

    /**
     * A window that is over.
     *
     * @param checkpoint what was kept; nothing where another invocation had closed the window
     * @param imbalance records of which it is not known what became of them, or that the window saw completed and its
     *     shard did not count; 0 where the record counts balance
     */
    record Closed(Optional<Checkpoint> checkpoint, long imbalance) {}

    Closed close(String shardId, Instant start, Instant end, boolean isEarly, Seen seen) {
        Optional<ShardRow> stored = shards.shards().stream()
                .filter(shard -> shard.shardId().equals(shardId))
                .findFirst();
        if (stored.isEmpty() || isOver(stored.get(), end)) {
            return new Closed(Optional.empty(), 0);
        }
        ShardRow row = stored.get();
        Checkpoint checkpoint = new Checkpoint(
                shardId,
                start,
                end,
                isEarly,
                row.window().first(),
                row.window().first().flatMap(first -> row.appliedThrough()),
                row.recordCounts().minus(row.window().recordCounts()),
                seen);
        shards.checkpoint(checkpoint);
        return new Closed(Optional.of(checkpoint), imbalance(checkpoint));
    }

    private static boolean isOver(ShardRow row, Instant end) {
        return row.window().endedTo().map(to -> !to.isBefore(end)).orElse(false);
    }

    /** A window may have seen less than its shard counted, after a lost answer or an early end, but never more. */
    private static long imbalance(Checkpoint checkpoint) {
        long uncounted =
                checkpoint.seen().completed() - checkpoint.recordCounts().received();
        return Math.abs(checkpoint.recordCounts().unaccounted()) + Math.max(0, uncounted);
    }
}
