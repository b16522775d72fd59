package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.store.ShardStore.ShardRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far the projections are behind the events: every event that was recorded by then is in them.
 *
 * @param asOf nothing while no event was processed
 * @param lagMillis since then, also where nothing new came
 */
record Freshness(Optional<Instant> asOf, long lagMillis) {

    /** The slowest open shard counts; where none has a word to say, the newest of those that are closed. */
    static Freshness of(List<ShardRow> shards, Instant now) {
        Optional<Instant> slowest = shards.stream()
                .filter(shard -> !shard.closed())
                .flatMap(shard -> shard.recordedTo().stream())
                .min(Comparator.naturalOrder());
        Optional<Instant> asOf = slowest.or(() ->
                shards.stream().flatMap(shard -> shard.recordedTo().stream()).max(Comparator.naturalOrder()));
        return new Freshness(
                asOf,
                asOf.map(at -> Math.max(0, Duration.between(at, now).toMillis()))
                        .orElse(0L));
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("asOf", asOf.map(Instant::toString).orElse(null))
                .put("lagMillis", lagMillis);
    }
}
