package io.purchaseorders.benchmarks.scale;

import io.purchaseorders.benchmarks.Benchmark;
import io.purchaseorders.benchmarks.Report;
import io.purchaseorders.benchmarks.Run;
import io.purchaseorders.benchmarks.scale.Simulation.Resource;
import io.purchaseorders.benchmarks.scale.Simulation.Result;
import java.util.ArrayList;
import java.util.List;

/** Where it breaks first at 10,000 events a second, by simulation. */
public final class Scale implements Benchmark {

    static final long SEED = 4711;
    private static final int EVENTS_A_SECOND = 10_000;
    private static final int HOUR = 3_600;
    private static final int SHARDS = 64;

    /** For the search of the rate that just holds. */
    private static final int SEARCH_SECONDS = 120;

    private static final int LEAST = 250;

    static final List<Deployed> DEPLOYMENTS = List.of(
            new Deployed("the template's defaults", 5, 1, Deployed.DEFAULT_TABLE_UNITS),
            new Deployed("ProcessorConcurrency 40", 40, 1, Deployed.DEFAULT_TABLE_UNITS),
            new Deployed("... and a window of 6 s", 40, 6, Deployed.DEFAULT_TABLE_UNITS),
            new Deployed("... and a quota of 120,000 units", 40, 6, 120_000));

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String question() {
        return "Where does it break first at 10,000 events a second for an hour over 64 shards, and what helps? A simulation.";
    }

    @Override
    public Report measure(Run run) {
        List<Result> results = new ArrayList<>();
        for (Deployed deployed : DEPLOYMENTS) {
            results.add(Simulation.run(new Load(SEED, EVENTS_A_SECOND, HOUR, SHARDS), deployed));
            run.say("%s: %s", deployed.name(), results.getLast());
        }
        List<List<Object>> outcomes = new ArrayList<>();
        List<List<Object>> needs = new ArrayList<>();
        for (int i = 0; i < DEPLOYMENTS.size(); i++) {
            Deployed deployed = DEPLOYMENTS.get(i);
            Result result = results.get(i);
            outcomes.add(List.of(
                    deployed.name(),
                    result.acceptedASecond(),
                    result.queued(),
                    result.batch(),
                    result.unitsAnEvent(),
                    result.lagP50Seconds(),
                    result.lagMaxSeconds(),
                    sustained(deployed),
                    result.tightest().words()));
        }
        for (Resource resource : Resource.values()) {
            List<Object> row = new ArrayList<>();
            row.add(resource.words());
            results.forEach(result -> row.add(result.needed().getOrDefault(resource, 0.0)));
            needs.add(row);
        }
        List<String> columns = new ArrayList<>(List.of("needed in what there is"));
        DEPLOYMENTS.forEach(deployed -> columns.add(deployed.name()));
        return Report.of(this)
                .setting("seed", SEED)
                .setting("events a second", EVENTS_A_SECOND)
                .setting("seconds", HOUR)
                .setting("shards", SHARDS)
                .table(
                        "",
                        List.of(
                                "",
                                "accepted/s",
                                "queued after the hour",
                                "records a batch",
                                "write units an event",
                                "lag p50, s",
                                "lag max, s",
                                "holds up to events/s",
                                "tightest"),
                        outcomes)
                .table("More than 1 is too little; the largest breaks first.", columns, needs)
                .note(
                        "A simulation, not a measurement: limits are AWS's documented ones (1,000 write units a second and"
                                + " partition, 40,000 a table by default), times are those seen here: 117,000 rows of a batch in 100 s"
                                + " by sixteen writers, two calls of 6 ms for an event in the processor. The same seed gives the same"
                                + " tables.")
                .note(
                        "Where the queue breaks nothing is lost: events wait there, for up to 14 days, and the alarm queue-age rings."
                                + " Where the table breaks, batches get slower and the stream waits: iterator-age rings, with 24 hours to"
                                + " mend it.")
                .note(
                        "A row of totals holds a checkpoint of 57 bytes for each shard that adds to it: with 64 shards a row that all"
                                + " of them touch is 4 KB, and each write of it costs 4 units. That, and not a hot key, is what makes"
                                + " events dear at this size. A longer batching window helps most, since a batch writes a row once;"
                                + " then the account's quota; then shorter checkpoints, 17 bytes in binary, in a next codec.")
                .note(
                        "What is left out: DynamoDB's burst capacity and the time in which it splits partitions of a table that grows"
                                + " (a new table on demand takes 4,000 units a second at first: set its warm throughput before such a day),"
                                + " EventBridge's quota of entries a second, which must be raised above 10,000, retries, and readers.")
                .build();
    }

    /** The largest rate, to 5 %, that every resource holds. */
    private static double sustained(Deployed deployed) {
        double low = LEAST;
        double high = 4.0 * EVENTS_A_SECOND;
        while (high / low > 1.05) {
            double rate = Math.sqrt(low * high);
            if (Simulation.run(new Load(SEED, (int) rate, SEARCH_SECONDS, SHARDS), deployed)
                    .holds()) {
                low = rate;
            } else {
                high = rate;
            }
        }
        return low;
    }
}
