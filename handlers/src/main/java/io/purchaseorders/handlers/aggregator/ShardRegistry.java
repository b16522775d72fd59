package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.handlers.store.ShardCursor;
import io.purchaseorders.handlers.store.ShardStore;
import io.purchaseorders.handlers.store.ShardStore.ShardRow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Knows the shards by their ordinals, and which are closed. A shard that is read for the first time closes its ancestors,
 * because a parent is read to its end before its child, and whatever the stream no longer lists.
 */
final class ShardRegistry {

    private final ShardStore shards;
    private final ShardLineage lineage;

    ShardRegistry(ShardStore shards, ShardLineage lineage) {
        this.shards = shards;
        this.lineage = lineage;
    }

    /** The cursor for a batch of this shard, or nothing where the shard is closed and so all of it applied. */
    Optional<ShardCursor> cursor(String shardId, String streamArn) {
        List<ShardRow> known = shards.shards();
        if (find(shardId, known).isEmpty()) {
            shards.register(shardId);
            known = shards.shards();
        }
        // Until its first batch is complete, so that a crash in between leaves no ancestor open for ever.
        if (find(shardId, known).flatMap(ShardRow::completeTo).isEmpty()) {
            shards.close(closedBy(shardId, lineage.parents(streamArn), known));
            known = shards.shards();
        }
        ShardRow own = find(shardId, known).orElseThrow();
        return own.closed() ? Optional.empty() : Optional.of(cursor(own, known));
    }

    private static Optional<ShardRow> find(String shardId, List<ShardRow> known) {
        return known.stream().filter(shard -> shard.shardId().equals(shardId)).findFirst();
    }

    private static ShardCursor cursor(ShardRow own, List<ShardRow> known) {
        long floor = known.stream()
                .filter(shard -> !shard.closed())
                .mapToLong(ShardRow::ordinal)
                .min()
                .orElse(own.ordinal());
        List<Long> closed = known.stream()
                .map(ShardRow::ordinal)
                .filter(ordinal -> ordinal < floor)
                .sorted(Comparator.reverseOrder())
                .limit(ShardCursor.PRUNED_AT_ONCE)
                .toList();
        return new ShardCursor(own.ordinal(), floor, closed);
    }

    /** Known, open, and an ancestor of the new shard or gone from the stream. */
    static Set<String> closedBy(String shardId, Map<String, Optional<String>> parents, List<ShardRow> known) {
        Set<String> over = new HashSet<>();
        Optional<String> ancestor = parents.getOrDefault(shardId, Optional.empty());
        while (ancestor.isPresent() && over.add(ancestor.get())) {
            ancestor = parents.getOrDefault(ancestor.get(), Optional.empty());
        }
        Map<String, ShardRow> open = new HashMap<>();
        known.stream().filter(shard -> !shard.closed()).forEach(shard -> open.put(shard.shardId(), shard));
        return open.keySet().stream()
                .filter(id -> over.contains(id) || (parents.containsKey(shardId) && !parents.containsKey(id)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
