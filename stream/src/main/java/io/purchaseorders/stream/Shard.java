package io.purchaseorders.stream;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Everything that one poller knows about one shard.
 *
 * @param batches that were cut; the first is next, the others are what bisection left after it
 * @param completedThrough the last sequence number that needs no further invocation
 * @param notBefore when a failed invocation may be retried
 */
@Value.Builder
public record Shard(
        String shardId,
        Reading reading,
        List<Batch> batches,
        Optional<String> completedThrough,
        Tumbling tumbling,
        Instant notBefore)
        implements WithShard {

    /**
     * What was read, but is not yet part of a batch.
     *
     * @param since when the first of those waiting was read
     * @param emptyAt when the shard was last seen to have nothing further, the earliest instant if there was more
     * @param ended closed and read to its end
     */
    @Value.Builder
    public record Reading(List<StreamRecord> waiting, Instant since, Instant emptyAt, boolean ended)
            implements WithReading {
        static final Reading NOTHING = new Reading(List.of(), Instant.MIN, Instant.MIN, false);

        public Reading {
            waiting = List.copyOf(waiting);
        }

        boolean drained() {
            return !emptyAt.equals(Instant.MIN);
        }
    }

    /** Records that are invoked together, and how often that was tried and counted. */
    public record Batch(List<StreamRecord> records, int attempts) {
        public Batch {
            records = List.copyOf(records);
        }
    }

    /** A half-open interval of insertion times. */
    public record Window(Instant start, Instant end) {}

    /**
     * The open window and what its invocations carry on.
     *
     * @param full the state outgrew its limit, so the window ends early
     * @param finalAttempts failed attempts to end the window
     */
    @Value.Builder
    public record Tumbling(Optional<Window> window, Map<String, String> state, boolean full, int finalAttempts)
            implements WithTumbling {
        static final Tumbling NONE = new Tumbling(Optional.empty(), Map.of(), false, 0);

        public Tumbling {
            state = Map.copyOf(state);
        }

        boolean isBefore(Instant instant) {
            return window.isPresent() && !instant.isBefore(window.get().end());
        }
    }

    public Shard {
        batches = List.copyOf(batches);
    }

    /** A shard that is read from its oldest record. */
    public static Shard fresh(String shardId) {
        return from(shardId, Optional.empty(), Optional.empty(), Map.of());
    }

    /** A shard that is read from where it was left. */
    public static Shard from(
            String shardId, Optional<String> completedThrough, Optional<Window> window, Map<String, String> state) {
        return new ShardBuilder()
                .shardId(shardId)
                .reading(Reading.NOTHING)
                .completedThrough(completedThrough)
                .tumbling(Tumbling.NONE.withWindow(window).withState(state))
                .notBefore(Instant.MIN)
                .build();
    }

    public Optional<Window> window() {
        return tumbling.window();
    }

    public Map<String, String> state() {
        return tumbling.state();
    }

    /** Whether nothing was read that is not done. */
    public boolean isIdle() {
        return batches.isEmpty() && reading.waiting().isEmpty();
    }
}
