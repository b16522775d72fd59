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
 * from before can come any more. The slowest open shard counts. A shard that was never read counts as its parent left it,
 * and as unknown where it has no parent, so that nothing it may hold is claimed.
 *
 * <p>How long something has been waiting is another question, which the shards cannot answer: nothing tells an idle stream
 * from one that is not read. The order-processor's notes do: see {@link PendingEvents}. They also show a table that is newer
 * than its events, since it was lost or restored: its shards then claim more than its rows hold, so nothing is claimed.
 *
 * @param asOf nothing while it is unknown
 * @param lagMillis age of the oldest event that is known to be stored and not applied; 0 where there is none
 */
record Freshness(Optional<Instant> asOf, long lagMillis) {

    static final Duration SETTLING = EventReader.LONGEST_APPEND.plus(EventReader.CLOCKS_AGREE);

    static Freshness of(Progress progress, Instant now) {
        List<Optional<Instant>> open = progress.shards().stream()
                .filter(shard -> !shard.closed())
                .map(Freshness::reached)
                .toList();
        Optional<Instant> reached = open.stream().allMatch(Optional::isPresent)
                ? open.stream().flatMap(Optional::stream).min(Comparator.naturalOrder())
                : Optional.empty();
        Optional<Instant> pending = progress.oldestPending();
        return new Freshness(
                reached.map(at -> at.minus(SETTLING))
                        .filter(at -> pending.map(at::isBefore).orElse(true)),
                pending.map(at -> Math.max(0, Duration.between(at, now).toMillis()))
                        .orElse(0L));
    }

    /** The same of an answer that an index leads to, which follows its table: what is newer than that may be missing. */
    static Freshness ofIndex(Progress progress, Instant now) {
        Freshness ofRows = of(progress, now);
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
