package io.purchaseorders.handlers.api;

import io.purchaseorders.stores.Generation;
import java.time.Clock;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * The generation of projections that a whole answer is read from.
 *
 * @param number that the header {@code Orders-Generation} names
 * @param zone the reporting time zone of its periods
 * @param stores whose projections, shards and quarantine are its own
 * @param progress how far it was a moment ago
 */
record LiveGeneration(int number, ZoneId zone, ApiStores stores, Supplier<Progress> progress) {

    /** The only generation there is, where nothing tells of others. */
    static LiveGeneration only(ApiStores stores, ZoneId zone, Clock clock) {
        return new LiveGeneration(Generation.FIRST, zone, stores, Progress.of(stores, clock));
    }
}
