package io.purchaseorders.stream;

import io.purchaseorders.stream.Action.Discard;
import io.purchaseorders.stream.Action.Invoke;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lambda's mapping of a DynamoDB stream to a function, as a pure state machine over the whole stream: what is listed, read
 * and answered goes in, what to do next with each shard comes out. Nothing in here reads, calls, waits or asks a clock.
 *
 * <p>It does what the services document, each statement held by a test that is named after it: Lambda's developer guide,
 * "Process DynamoDB records with Lambda" (polling and batching, error handling), "Configuring partial batch response",
 * "Implementing stateful DynamoDB stream processing", "Retain discarded records"; DynamoDB's developer guide, "Change data
 * capture for DynamoDB Streams". Where they are silent, the docstring or the test says what was assumed.
 */
public final class StreamMapping {

    private final ShardMapping shards;

    public StreamMapping(MappingSettings settings, Filling filling) {
        this.shards = new ShardMapping(settings, filling);
    }

    /** A stream, and what to do with one of its shards. */
    public record Step(StreamState stream, Action action) {}

    /**
     * Takes in what the stream lists. A shard begins once its parent is finished, or is no longer listed, or never was.
     *
     * @param listed every shard that the stream has now, with its parent if it has one
     * @param checkpoint where a shard was left by an earlier poller; {@link Shard#fresh} for the oldest record
     */
    public StreamState listed(
            StreamState stream, Map<String, Optional<String>> listed, Function<String, Shard> checkpoint) {
        Map<String, Optional<String>> parents = new HashMap<>(stream.parents());
        parents.putAll(listed);
        Map<String, Shard> open = new HashMap<>(stream.open());
        listed.forEach((shardId, parent) -> {
            boolean waits = parent.filter(
                            id -> listed.containsKey(id) && !stream.finished().contains(id))
                    .isPresent();
            if (!waits && !stream.finished().contains(shardId)) {
                open.computeIfAbsent(shardId, checkpoint);
            }
        });
        return new StreamState(parents, open, stream.finished());
    }

    /** What to do next with an open shard. {@link Action.Finished} has closed it, and listing again opens its children. */
    public Step next(StreamState stream, String shardId, Instant now) {
        ShardMapping.Step step = shards.next(stream.shard(shardId), now);
        return step.action() instanceof Action.Finished
                ? new Step(stream.without(shardId), step.action())
                : new Step(stream.with(step.shard()), step.action());
    }

    /**
     * Takes in what a read found.
     *
     * @param closed the shard has no further records after these
     */
    public StreamState fetched(
            StreamState stream, String shardId, List<StreamRecord> records, boolean closed, Instant now) {
        return stream.with(shards.fetched(stream.shard(shardId), records, closed, now));
    }

    /** Takes in what came of an invocation that {@link #next} asked for. */
    public StreamState answered(StreamState stream, String shardId, Invoke invoke, Answer answer, Instant now) {
        return stream.with(shards.answered(stream.shard(shardId), invoke, answer, now));
    }

    /** The records of a discarded batch are at the on-failure destination; the shard goes on behind them. */
    public StreamState discarded(StreamState stream, String shardId, Discard discard) {
        return stream.with(shards.discarded(stream.shard(shardId), discard));
    }

    /**
     * Another poller goes on with a shard, from a checkpoint that lies at or before the last completed record, as it does
     * after a crash or a lost lease. What the former poller has under way may still arrive: delivery is at least once, and
     * out of order from the second time on.
     */
    public StreamState takenOver(StreamState stream, Shard checkpoint) {
        return stream.with(checkpoint);
    }
}
