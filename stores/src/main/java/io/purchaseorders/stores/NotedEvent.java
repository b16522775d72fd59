package io.purchaseorders.stores;

import java.time.Instant;

/**
 * An event that the order-processor was about to store.
 *
 * @param at its clock before the insert: the event was recorded at that instant or soon after, or never
 */
public record NotedEvent(EventRef event, Instant at) {}
