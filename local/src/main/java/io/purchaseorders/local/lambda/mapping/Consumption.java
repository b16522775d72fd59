package io.purchaseorders.local.lambda.mapping;

import io.purchaseorders.stream.Action;
import io.purchaseorders.stream.Answer;
import io.purchaseorders.stream.Shard;
import io.purchaseorders.stream.StreamMapping;
import io.purchaseorders.stream.StreamRecord;
import io.purchaseorders.stream.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one state of a stream that all of its shards' threads take turns with; every step of it is the mapping's. */
final class Consumption {

    private final StreamMapping mapping;
    private final Positions positions;
    private StreamState stream;

    Consumption(StreamMapping mapping, Positions positions) {
        this.mapping = mapping;
        this.positions = positions;
        this.stream = StreamState.of(positions.finished());
    }

    /** The shards that can be read now. */
    synchronized Set<String> listed(Map<String, Optional<String>> shards) {
        stream = mapping.listed(stream, shards, positions::shard);
        return stream.open().keySet();
    }

    synchronized Shard shard(String shardId) {
        return stream.shard(shardId);
    }

    synchronized Action next(String shardId) {
        Shard before = stream.shard(shardId);
        StreamMapping.Step step = mapping.next(stream, shardId, Instant.now());
        stream = step.stream();
        if (step.action() instanceof Action.Finished) {
            positions.remember(before, true);
        }
        return step.action();
    }

    synchronized void fetched(String shardId, ShardReader.Chunk chunk) {
        stream = mapping.fetched(stream, shardId, chunk.records(), chunk.closed(), Instant.now());
    }

    /** How many records of the batch need no further invocation. */
    synchronized int answered(String shardId, Action.Invoke invoke, Answer answer) {
        int before = open(shardId);
        stream = mapping.answered(stream, shardId, invoke, answer, Instant.now());
        positions.remember(stream.shard(shardId), false);
        return before - open(shardId);
    }

    synchronized void discarded(String shardId, Action.Discard discard) {
        stream = mapping.discarded(stream, shardId, discard);
        positions.remember(stream.shard(shardId), false);
    }

    private int open(String shardId) {
        return stream.shard(shardId).batches().stream()
                .map(Shard.Batch::records)
                .mapToInt(List<StreamRecord>::size)
                .sum();
    }
}
