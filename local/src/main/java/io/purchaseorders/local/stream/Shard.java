package io.purchaseorders.local.stream;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the mapping knows about one shard.
 *
 * @param waiting read, but not yet part of a batch
 * @param batches cut; the first is next, the others are what bisection left behind it
 * @param waitingSince when the first of those waiting was read
 * @param emptyAt when the shard was last seen to have nothing further
 * @param ended closed and read to its end
 * @param completedThrough the last sequence number that needs no further invocation
 * @param windowFull the state outgrew its limit, so the window ends early
 * @param finalAttempts failed attempts to end the window
 * @param notBefore when a failed invocation may be retried
 */
public record Shard(
        String shardId,
        List<StreamRecord> waiting,
        List<Batch> batches,
        Instant waitingSince,
        Instant emptyAt,
        boolean ended,
        Optional<String> completedThrough,
        Optional<Window> window,
        Map<String, String> state,
        boolean windowFull,
        int finalAttempts,
        Instant notBefore) {

    /** A half-open interval of insertion times. */
    public record Window(Instant start, Instant end) {}

    /** Records that are invoked together, and how often that has failed. */
    public record Batch(List<StreamRecord> records, int attempts) {
        public Batch {
            records = List.copyOf(records);
        }
    }

    public Shard {
        waiting = List.copyOf(waiting);
        batches = List.copyOf(batches);
        state = Map.copyOf(state);
    }

    /** A shard that is read from where it was left. */
    public static Shard from(
            String shardId, Optional<String> completedThrough, Optional<Window> window, Map<String, String> state) {
        return new Shard(
                shardId,
                List.of(),
                List.of(),
                Instant.MIN,
                Instant.MIN,
                false,
                completedThrough,
                window,
                state,
                false,
                0,
                Instant.MIN);
    }

    Shard withWaiting(List<StreamRecord> records, Instant since) {
        return new Shard(
                shardId,
                records,
                batches,
                since,
                emptyAt,
                ended,
                completedThrough,
                window,
                state,
                windowFull,
                finalAttempts,
                notBefore);
    }

    Shard withBatches(List<Batch> cut) {
        return new Shard(
                shardId,
                waiting,
                cut,
                waitingSince,
                emptyAt,
                ended,
                completedThrough,
                window,
                state,
                windowFull,
                finalAttempts,
                notBefore);
    }

    Shard seen(Instant empty, boolean end) {
        return new Shard(
                shardId,
                waiting,
                batches,
                waitingSince,
                empty,
                end,
                completedThrough,
                window,
                state,
                windowFull,
                finalAttempts,
                notBefore);
    }

    Shard completed(String sequenceNumber) {
        return new Shard(
                shardId,
                waiting,
                batches,
                waitingSince,
                emptyAt,
                ended,
                Optional.of(sequenceNumber),
                window,
                state,
                windowFull,
                finalAttempts,
                notBefore);
    }

    Shard withWindow(Optional<Window> next, Map<String, String> nextState, boolean full) {
        return new Shard(
                shardId,
                waiting,
                batches,
                waitingSince,
                emptyAt,
                ended,
                completedThrough,
                next,
                nextState,
                full,
                0,
                notBefore);
    }

    Shard retryAt(Instant instant, int finals) {
        return new Shard(
                shardId,
                waiting,
                batches,
                waitingSince,
                emptyAt,
                ended,
                completedThrough,
                window,
                state,
                windowFull,
                finals,
                instant);
    }
}
