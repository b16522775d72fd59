package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.Benchmark;
import io.purchaseorders.benchmarks.Contest;
import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.Report;
import io.purchaseorders.benchmarks.Report.Target;
import io.purchaseorders.benchmarks.Run;
import io.purchaseorders.benchmarks.fold.FoldInput;
import io.purchaseorders.benchmarks.fold.FoldProcess;
import io.purchaseorders.benchmarks.fold.FoldProcess.Contestant;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.runtime.util.EnvironmentInformation;

/** How fast events get into all totals: with a store, and without one. */
public final class Aggregate implements Benchmark {

    /** Enough to compile what is needed, few enough not to take long. */
    private static final int WARM_UP_EVENTS = 200;

    private static final int FOLDED_EVENTS = 400_000;
    private static final int FOLD_WARM_UPS = 2;

    @Override
    public String name() {
        return "aggregate";
    }

    @Override
    public String question() {
        return "How many events a second get from the stream into all totals, and how many does the fold alone take?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        Map<String, Samples> stored = stored(run);
        Map<String, Samples> folded = folded(run, FoldInput.of(run, FOLDED_EVENTS));
        return report(run.rounds(), stored, folded);
    }

    private static Map<String, Samples> stored(Run run) throws Exception {
        Map<RowKey, Measures> answer = Map.of();
        for (StreamContestant contestant : StreamContestant.values()) {
            Map<RowKey, Measures> hours = contestant.consume(WARM_UP_EVENTS).hours();
            if (contestant == StreamContestant.OURS) {
                answer = hours;
            } else if (!hours.equals(answer)) {
                throw new IllegalStateException("the totals of " + contestant.label() + " differ from ours");
            }
        }
        run.say("all come to the same %,d rows", answer.size());
        Contest contest = new Contest();
        for (StreamContestant contestant : StreamContestant.values()) {
            contest.with(
                    contestant.label(),
                    () -> contestant.consume(contestant.events()).eventsPerSecond());
        }
        return contest.run(run);
    }

    private static Map<String, Samples> folded(Run run, Path export) throws Exception {
        Map<Contestant, FoldProcess> processes = new EnumMap<>(Contestant.class);
        try {
            String answer = "";
            Contest contest = new Contest();
            for (Contestant contestant : Contestant.values()) {
                FoldProcess process = FoldProcess.start(contestant, export);
                processes.put(contestant, process);
                String digest = process.digest();
                if (contestant == Contestant.OURS) {
                    answer = digest;
                } else if (!digest.equals(answer)) {
                    throw new IllegalStateException("the totals of " + label(contestant) + " differ from ours");
                }
                for (int i = 1; i < FOLD_WARM_UPS; i++) {
                    process.fold();
                }
                contest.with(label(contestant), () -> FOLDED_EVENTS / process.fold());
            }
            run.say("all come to the same%s rows", answer.substring(answer.indexOf(' ')));
            return contest.run(run);
        } finally {
            processes.values().forEach(FoldProcess::close);
        }
    }

    static Report report(int rounds, Map<String, Samples> stored, Map<String, Samples> folded) {
        double ours = median(stored, StreamContestant.OURS.label());
        double fold = median(folded, label(Contestant.OURS));
        List<List<Object>> storedRows = new ArrayList<>();
        for (StreamContestant each : StreamContestant.values()) {
            storedRows.add(row(each.label(), stored, ours, each.events()));
        }
        List<List<Object>> foldedRows = new ArrayList<>();
        for (Contestant each : Contestant.values()) {
            foldedRows.add(row(label(each), folded, fold, FOLDED_EVENTS));
        }
        List<String> columns = List.of("", "events", "events/s", "least", "most", "ours in it");
        return Report.of(new Aggregate())
                .setting("rounds", rounds)
                .setting("batches", "of 1,000, as the template has it")
                .version("Apache Flink", EnvironmentInformation.getVersion())
                .version("Kafka Streams", kafkaVersion())
                .table("From the stream into all totals, on DynamoDB Local:", columns, storedRows)
                .table("The fold alone, from the same files:", columns, foldedRows)
                .target(
                        Target.atLeast(
                                "ours in per record, every granularity",
                                ours / median(stored, StreamContestant.PER_RECORD.label()),
                                4),
                        Target.atLeast("the fold in Flink's", fold / median(folded, label(Contestant.FLINK)), 5))
                .note("Every measurement has a fresh DynamoDB Local in the same process, and reads its stream by the"
                        + " template's mapping. Each contestant is given as many events as take it some seconds; the rows"
                        + " of all are compared before.")
                .note(
                        "The peers are Java, fold as ours does, and write the counters of one event side by side. With hours"
                                + " they have ours' rows and sum longer periods on reading; with every granularity, as is usual, a"
                                + " row for each of hour, day, week, month, year and total. Four times one with hours is beyond"
                                + " any design: half of the rows that it writes have to be written in any case (cost).")
                .note(
                        "The fold reads an export of gzipped lines, the same bytes for all, and ends with exact totals by"
                                + " key, day and currency, which are compared before. Ours is the byte-level reader and the"
                                + " compact fold of `./orders replay --export`, which takes any history in any order; the engines"
                                + " parse by Jackson's streaming parser, and fold only legal histories whose lines are in order.")
                .note(
                        "Flink runs on a MiniCluster with a slot for each core and object reuse; its start is not measured,"
                                + " that of a job is. Kafka Streams runs on TopologyTestDriver with stores in memory: a harness"
                                + " for tests, on one thread and without a broker.")
                .build();
    }

    private static String kafkaVersion() {
        Properties version = new Properties();
        try (InputStream in = Objects.requireNonNull(
                Aggregate.class.getResourceAsStream("/kafka/kafka-version.properties"), "kafka-version.properties")) {
            version.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return version.getProperty("version");
    }

    private static List<Object> row(String label, Map<String, Samples> samples, double ours, int events) {
        Samples measured = Objects.requireNonNull(samples.get(label), label);
        return List.of(label, events, measured.median(), measured.least(), measured.most(), ours / measured.median());
    }

    private static double median(Map<String, Samples> samples, String label) {
        return Objects.requireNonNull(samples.get(label), label).median();
    }

    private static String label(Contestant contestant) {
        return switch (contestant) {
            case OURS -> "our fold";
            case FLINK -> "Flink, MiniCluster";
            case KAFKA_STREAMS -> "Kafka Streams, test driver";
        };
    }
}
