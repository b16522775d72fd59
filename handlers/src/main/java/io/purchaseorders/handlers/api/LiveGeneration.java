package io.purchaseorders.handlers.api;

import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.ShardRow;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/**
 * The generation of projections that a whole answer is read from.
 *
 * @param number that the header {@code Orders-Generation} names
 * @param zone the reporting time zone of its periods
 * @param stores whose projections, shards and quarantine are its own
 * @param shards how far it was a moment ago
 */
record LiveGeneration(int number, ZoneId zone, ApiStores stores, Supplier<List<ShardRow>> shards) {

    /** The only generation there is, where nothing tells of others. */
    static LiveGeneration only(ApiStores stores, ZoneId zone) {
        return new LiveGeneration(Generation.FIRST, zone, stores, stores.shards()::shards);
    }
}
