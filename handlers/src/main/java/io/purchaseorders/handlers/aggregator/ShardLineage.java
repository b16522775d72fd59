package io.purchaseorders.handlers.aggregator;

import java.util.Map;
import java.util.Optional;

/** Which shards a stream has now. Asked once per shard, when it is first seen. */
@FunctionalInterface
interface ShardLineage {

    /** Every listed shard with its parent, if it has one. Empty where the stream cannot say. */
    Map<String, Optional<String>> parents(String streamArn);
}
