package io.purchaseorders.handlers.api;

import io.purchaseorders.stores.ShardRow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How far the projections were at a moment.
 *
 * @param shards of the stream
 * @param oldestPending when the oldest event was recorded that is known to be stored and not applied
 */
record Progress(List<ShardRow> shards, Optional<Instant> oldestPending) {

    /** Reads it anew each time. Shards first: what they claim to be applied is found applied. */
    static Supplier<Progress> of(ApiStores stores, Clock clock) {
        PendingEvents pending = new PendingEvents(stores);
        return () -> new Progress(stores.shards().shards(), pending.oldest(clock.instant()));
    }
}
