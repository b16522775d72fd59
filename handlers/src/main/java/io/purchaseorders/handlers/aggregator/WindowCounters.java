package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.projections.BatchPlan.Counts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tumbling window counts, as its state carries it from one invocation to the next. */
record WindowCounters(long received, long applied, long duplicates, long setAside, long conflicts, long anomalies) {

    static WindowCounters read(@Nullable Map<String, String> state) {
        Map<String, String> counters = state == null ? Map.of() : state;
        return new WindowCounters(
                counter(counters, "received"),
                counter(counters, "applied"),
                counter(counters, "duplicates"),
                counter(counters, "setAside"),
                counter(counters, "conflicts"),
                counter(counters, "anomalies"));
    }

    private static long counter(Map<String, String> state, String name) {
        return Long.parseLong(state.getOrDefault(name, "0"));
    }

    WindowCounters plus(Counts counts) {
        return new WindowCounters(
                received + counts.received(),
                applied + counts.applied(),
                duplicates + counts.duplicates(),
                setAside + counts.setAside(),
                conflicts + counts.conflicts(),
                anomalies + counts.anomalies());
    }

    Map<String, String> write() {
        Map<String, String> state = new LinkedHashMap<>();
        state.put("received", Long.toString(received));
        state.put("applied", Long.toString(applied));
        state.put("duplicates", Long.toString(duplicates));
        state.put("setAside", Long.toString(setAside));
        state.put("conflicts", Long.toString(conflicts));
        state.put("anomalies", Long.toString(anomalies));
        return state;
    }
}
