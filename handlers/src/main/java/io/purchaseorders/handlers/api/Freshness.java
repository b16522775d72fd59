package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.ShardRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far the projections are behind the events: every event that was recorded by {@code asOf} is in them, or quarantined.
 *
 * <p>An event is recorded when the order-processor reads its clock, right before the insert, and the insert ends within
 * {@link EventReader#LONGEST_APPEND} or fails; clocks agree to within {@link EventReader#CLOCKS_AGREE}. So when a shard has
 * delivered an event that was recorded at some instant, everything that was recorded earlier than that by both was in the
 * table, and so in the shard, before it. The same holds for the end of a tumbling window, which is over only when nothing
 * from before can come any more: after the last event the answer still moves on to the end of that event's window, and
 * stays there while nothing happens, because nothing then tells an idle stream from one that is not read.
 *
 * <p>The slowest open shard counts. A shard that was never read counts as its parent left it, and as unknown where it has
 * no parent, so that nothing it may hold is claimed.
 *
 * @param asOf nothing while it is unknown
 * @param lagMillis since then, at most so far behind
 */
record Freshness(Optional<Instant> asOf, long lagMillis) {

    private static final Duration SETTLING = EventReader.LONGEST_APPEND.plus(EventReader.CLOCKS_AGREE);

    static Freshness of(List<ShardRow> shards, Instant now) {
        List<Optional<Instant>> open = shards.stream()
                .filter(shard -> !shard.closed())
                .map(Freshness::reached)
                .toList();
        Optional<Instant> reached = open.stream().allMatch(Optional::isPresent)
                ? open.stream().flatMap(Optional::stream).min(Comparator.naturalOrder())
                : Optional.empty();
        Optional<Instant> asOf = reached.map(at -> at.minus(SETTLING));
        return new Freshness(
                asOf,
                asOf.map(at -> Math.max(0, Duration.between(at, now).toMillis()))
                        .orElse(0L));
    }

    /** The same of an answer that an index leads to, which follows its table: what is newer than that may be missing. */
    static Freshness ofIndex(List<ShardRow> shards, Instant now) {
        Freshness ofRows = of(shards, now);
        Instant indexed = now.minus(CandidatesOfCustomer.INDEX_LAG);
        return new Freshness(ofRows.asOf().map(at -> at.isBefore(indexed) ? at : indexed), ofRows.lagMillis());
    }

    private static Optional<Instant> reached(ShardRow shard) {
        return Stream.concat(shard.recordedThrough().stream(), shard.window().endedTo().stream())
                .max(Comparator.naturalOrder());
    }

    /** The same of an answer that holds only what was recorded by a moment: nothing that comes later can be missing. */
    Freshness of(PointInTime pointInTime) {
        return pointInTime
                .knownAt()
                .filter(at -> asOf.filter(complete -> !at.isAfter(complete)).isPresent())
                .map(at -> new Freshness(Optional.of(at), 0))
                .orElse(this);
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("asOf", asOf.map(Instant::toString).orElse(null))
                .put("lagMillis", lagMillis);
    }
}
