package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.stores.ShardCursor;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.ShardStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Knows the shards by their ordinals, and which are closed. A shard that is read for the first time closes its
 * ancestors, because a parent is read to its end before its child, and whatever the stream no longer lists.
 *
 * <p>It keeps the rows between batches, so that a batch costs no read of the shards. Outdated rows are those of an
 * invocation that was overtaken: every write refuses them, and then they are {@linkplain #forget forgotten}.
 */
final class ShardRegistry {

    /**
     * How many rows of closed shards are kept while the stream still lists them; each makes reading the shards cost
     * more.
     */
    static final int CLOSED_KEPT = 64;

    private final ShardStore shards;
    private final ShardLineage lineage;
    private volatile List<ShardRow> known = List.of();

    /** What a batch of a shard begins with. */
    record Position(ShardRow row, ShardCursor cursor) {}

    ShardRegistry(ShardStore shards, ShardLineage lineage) {
        this.shards = shards;
        this.lineage = lineage;
    }

    /**
     * Returns where a batch of this shard begins, or nothing where the shard is closed, because then all of its records
     * are applied.
     */
    Optional<Position> position(String shardId, String streamArn) {
        // Until its first batch is complete, so that a crash in between leaves no ancestor open for ever.
        if (find(shardId, known).flatMap(ShardRow::appliedThrough).isEmpty()) {
            List<ShardRow> before = shards.shards();
            known = before;
            if (find(shardId, before).flatMap(ShardRow::appliedThrough).isEmpty()) {
                firstSight(shardId, Listing.after(before, lineage.parents(streamArn)));
            }
        }
        ShardRow own = find(shardId, known).orElseThrow();
        return own.closed() ? Optional.empty() : Optional.of(new Position(own, cursor(own, known)));
    }

    /**
     * What the stream listed, each shard with its parent, and what was known before it was asked. An older listing
     * lacks a shard that another invocation has registered since, however long this one was paused.
     */
    private record Listing(Map<String, Optional<String>> parents, Set<String> knownBefore) {

        static Listing after(List<ShardRow> before, Map<String, Optional<String>> parents) {
            return new Listing(parents, before.stream().map(ShardRow::shardId).collect(Collectors.toSet()));
        }

        boolean has(String shardId) {
            return parents.containsKey(shardId);
        }

        /** Whether the stream lists it no longer. */
        boolean hasLost(String shardId) {
            return knownBefore.contains(shardId) && !has(shardId);
        }

        Optional<String> parent(String shardId) {
            return parents.getOrDefault(shardId, Optional.empty());
        }

        Set<String> ancestors(String shardId) {
            Set<String> ancestors = new HashSet<>();
            Optional<String> ancestor = parent(shardId);
            while (ancestor.isPresent() && ancestors.add(ancestor.get())) {
                ancestor = parent(ancestor.get());
            }
            return ancestors;
        }
    }

    private void firstSight(String shardId, Listing listing) {
        if (find(shardId, known).isEmpty()) {
            shards.register(shardId, recordedThrough(shardId, listing));
        }
        frontier(shardId, listing).forEach(sibling -> shards.register(sibling, recordedThrough(sibling, listing)));
        known = shards.shards();
        Set<String> closed = closedBy(shardId, listing);
        if (!closed.isEmpty()) {
            shards.close(closed);
            known = shards.shards();
        }
        List<ShardRow> rolledUp = finished(listing);
        if (!rolledUp.isEmpty()) {
            rolledUp.forEach(shards::rollUp);
            known = shards.shards();
        }
    }

    /**
     * Returns the shards next to a new one that were never read. Their parents are read to the end, so they may hold
     * what was recorded meanwhile, and no answer is complete beyond what their parents' rows say.
     */
    private Stream<String> frontier(String shardId, Listing listing) {
        Set<String> ancestors = listing.ancestors(shardId);
        return listing.parents().keySet().stream()
                .filter(listed -> !listed.equals(shardId) && !ancestors.contains(listed))
                .filter(listed -> find(listed, known).isEmpty())
                .filter(listed -> listing.parent(listed)
                        .map(parent -> ancestors.contains(parent)
                                || !listing.has(parent)
                                || find(parent, known).map(ShardRow::closed).orElse(false))
                        .orElse(true))
                .sorted();
    }

    private Optional<Instant> recordedThrough(String shardId, Listing listing) {
        return listing.parent(shardId).flatMap(parent -> find(parent, known)).flatMap(ShardRow::recordedThrough);
    }

    /** Forgets the rows, because another invocation changed something. */
    void forget() {
        known = List.of();
    }

    /** Keeps a shard's row as a completed batch left it. */
    void remember(ShardRow row) {
        List<ShardRow> rows = new ArrayList<>();
        for (ShardRow shard : known) {
            if (!shard.shardId().equals(row.shardId())) {
                rows.add(shard);
            }
        }
        rows.add(row);
        known = Collections.unmodifiableList(rows);
    }

    /** The row as it is stored. */
    Optional<ShardRow> stored(String shardId) {
        known = shards.shards();
        return find(shardId, known);
    }

    private static Optional<ShardRow> find(String shardId, List<ShardRow> known) {
        for (ShardRow shard : known) {
            if (shard.shardId().equals(shardId)) {
                return Optional.of(shard);
            }
        }
        return Optional.empty();
    }

    private static ShardCursor cursor(ShardRow own, List<ShardRow> known) {
        long fence = fence(known).orElse(own.ordinal());
        List<Long> closed = new ArrayList<>();
        for (long ordinal = fence - 1; ordinal > 0 && closed.size() < ShardCursor.PRUNED_AT_ONCE; ordinal--) {
            closed.add(ordinal);
        }
        return new ShardCursor(own.ordinal(), fence, closed);
    }

    private static Optional<Long> fence(List<ShardRow> known) {
        Optional<Long> least = Optional.empty();
        for (ShardRow shard : known) {
            if (!shard.closed() && (least.isEmpty() || shard.ordinal() < least.get())) {
                least = Optional.of(shard.ordinal());
            }
        }
        return least;
    }

    /**
     * Returns the shards to roll up: they and all before them are closed, and they are gone from the stream or more
     * than are kept.
     */
    private List<ShardRow> finished(Listing listing) {
        long fence = fence(known).orElse(0L);
        List<ShardRow> closed = known.stream()
                .filter(shard -> shard.ordinal() < fence)
                .sorted(Comparator.comparingLong(ShardRow::ordinal))
                .toList();
        int tooMany = Math.max(0, closed.size() - CLOSED_KEPT);
        int gone = listing.parents().isEmpty()
                ? 0
                : (int) closed.stream()
                        .takeWhile(shard -> listing.hasLost(shard.shardId()))
                        .count();
        return closed.subList(0, Math.max(tooMany, gone));
    }

    /** Returns the known open shards that are ancestors of the new one or gone from the stream. */
    private Set<String> closedBy(String shardId, Listing listing) {
        Set<String> ancestors = listing.ancestors(shardId);
        return known.stream()
                .filter(shard -> !shard.closed())
                .map(ShardRow::shardId)
                .filter(id -> ancestors.contains(id) || (listing.has(shardId) && listing.hasLost(id)))
                .collect(Collectors.toSet());
    }
}
