package io.purchaseorders.stores;

/** Both roles in the shards' rows; the aggregator reads what it wrote. */
public interface ShardStore extends ShardReader, ShardWriter {}
