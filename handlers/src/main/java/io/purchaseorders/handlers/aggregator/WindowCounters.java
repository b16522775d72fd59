package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.stores.Checkpoint.Seen;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the invocations of a tumbling window saw, as its state carries it from one to the next. It lacks whatever an
 * invocation did whose answer was lost: nothing is ever summed from it, but it must not exceed the shard's record
 * counts.
 */
record WindowCounters(Seen seen) {

    static WindowCounters read(@Nullable Map<String, String> state) {
        Map<String, String> counters = state == null ? Map.of() : state;
        return new WindowCounters(new Seen(
                counter(counters, "delivered"),
                counter(counters, "completed"),
                counter(counters, "conflicts"),
                counter(counters, "anomalies")));
    }

    private static long counter(Map<String, String> state, String name) {
        return Long.parseLong(state.getOrDefault(name, "0"));
    }

    WindowCounters plus(Applied batch) {
        return new WindowCounters(new Seen(
                seen.delivered() + batch.delivered(),
                seen.completed() + batch.recordCounts().received(),
                seen.conflicts() + batch.conflicts(),
                seen.anomalies() + batch.anomalies()));
    }

    Map<String, String> write() {
        Map<String, String> state = new LinkedHashMap<>();
        state.put("delivered", Long.toString(seen.delivered()));
        state.put("completed", Long.toString(seen.completed()));
        state.put("conflicts", Long.toString(seen.conflicts()));
        state.put("anomalies", Long.toString(seen.anomalies()));
        return state;
    }
}
