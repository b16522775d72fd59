package io.purchaseorders.stores;

import java.util.List;

/**
 * What a writer knows of the stream's shards. Every shard has an ordinal, higher than its parent's; all below the fence
 * are closed: their records are in all rows, so a row needs to remember nothing of them.
 *
 * @param ordinal of the shard that is being read
 * @param fence the lowest ordinal that is not closed
 * @param closed the newest ordinals below the fence, to be pruned from the row
 */
public record ShardCursor(long ordinal, long fence, List<Long> closed) {

    /** Enough to prune every row that is touched at least once while so many shards close. */
    public static final int PRUNED_AT_ONCE = 64;

    public ShardCursor {
        closed = List.copyOf(closed);
    }
}
