package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.store.EventStore;
import io.purchaseorders.handlers.store.RejectionStore;
import io.purchaseorders.handlers.store.ShardStore;
import io.purchaseorders.handlers.store.TotalsStore;

/** What the API reads from. It writes nothing. */
public record ApiStores(EventStore events, TotalsStore totals, ShardStore shards, RejectionStore rejections) {}
