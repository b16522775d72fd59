package io.purchaseorders.projections.totals;

import java.time.Instant;

/** Takes what steps add to totals, key by key. */
public interface ContributionSink {

    /**
     * @param name of the key within the projection's {@link Projection#keys() family}; empty where that has one key only
     * @param occurredAt the business time that decides on the period
     */
    void add(Projection projection, String name, Instant occurredAt, Measures measures);
}
