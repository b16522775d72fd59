package io.purchaseorders.handlers.aggregator;

import java.util.Map;
import java.util.Optional;

/** Tells which shards a stream has now. It is asked once per shard, when the shard is first seen. */
@FunctionalInterface
interface ShardLineage {

    /** Returns every listed shard with its parent, if it has one; no shard where the stream cannot tell. */
    Map<String, Optional<String>> parents(String streamArn);
}
