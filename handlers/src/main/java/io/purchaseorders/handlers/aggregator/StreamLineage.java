package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.stores.dynamodb.Tables;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.Shard;

/** Asks DynamoDB Streams which shards a stream has. */
final class StreamLineage implements ShardLineage {

    private final Tables tables;

    StreamLineage(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Map<String, Optional<String>> parents(String streamArn) {
        Map<String, Optional<String>> parents = new HashMap<>();
        @Nullable String after = null;
        do {
            String from = after;
            DescribeStreamResponse page = tables.streams()
                    .describeStream(describe -> describe.streamArn(streamArn).exclusiveStartShardId(from));
            for (Shard shard : page.streamDescription().shards()) {
                parents.put(shard.shardId(), Optional.ofNullable(shard.parentShardId()));
            }
            after = page.streamDescription().lastEvaluatedShardId();
        } while (after != null);
        return parents;
    }
}
