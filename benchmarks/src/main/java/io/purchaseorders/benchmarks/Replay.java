package io.purchaseorders.benchmarks;

import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.OrdersCommand.Taken;
import io.purchaseorders.benchmarks.Report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How fast history is read from exports of the events table, by the commands that users run. */
final class Replay implements Benchmark {

    private static final long EVENTS = 2_000_000;
    private static final long MORE_EVENTS = 8_000_000;
    private static final List<Long> SIZES = List.of(EVENTS / 2, EVENTS, 2 * EVENTS, MORE_EVENTS);

    private static final String LITTLE_MEMORY = "32M";
    private static final String TOTALS = "./orders totals --export";
    private static final String REPLAY = "./orders replay --export --against";

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String question() {
        return "How fast does an export of the events table become the exact totals by key and day: for all, for every"
                + " customer and every product, orders by status, units and amounts by currency? And how fast are two exports"
                + " compared?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        Path export = ReferenceExport.of(run, EVENTS);
        Path answer = Files.createTempFile("orders-bench", ".csv");
        try {
            compareAnswers(run, export, answer);
            Map<String, Samples> taken = race(run, export, answer);
            List<Taken> sizes = new ArrayList<>();
            List<Taken> spilling = new ArrayList<>();
            for (long events : SIZES) {
                Path larger = ReferenceExport.of(run, events);
                sizes.add(totals(larger, answer));
                spilling.add(totals(larger, answer, "--memory", LITTLE_MEMORY));
                run.say("%,d events: %s, and with little memory %s", events, sizes.getLast(), spilling.getLast());
            }
            return report(run, taken, sizes, spilling);
        } finally {
            Files.delete(answer);
        }
    }

    private static Taken totals(Path export, Path answer, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("totals", "--csv", "--export", export.toString()));
        arguments.addAll(Arrays.asList(more));
        return OrdersCommand.orders(answer, arguments.toArray(String[]::new));
    }

    /** Also builds the command line where that is out of date. */
    private static void compareAnswers(Run run, Path export, Path answer) throws Exception {
        run.say("comparing the answers");
        totals(export, answer);
        Map<String, Map<String, String>> ours = Answer.ofCsv(answer);
        try (Connection connection = DuckDb.connect(Runtime.getRuntime().availableProcessors())) {
            DuckDb.answer(connection, Contestant.files(export));
            if (!ours.equals(Answer.duckDb(connection))) {
                throw new IllegalStateException("the answers differ");
            }
        }
        run.say("all %,d rows are equal", ours.size());
    }

    private static Map<String, Samples> race(Run run, Path export, Path answer) throws Exception {
        Contest contest = new Contest();
        contest.with(TOTALS, () -> totals(export, answer).seconds());
        for (Contestant contestant : Contestant.values()) {
            contest.with(
                    contestant.label(),
                    () -> OrdersCommand.run(contestant.command(export, answer), answer)
                            .seconds());
        }
        contest.with(
                REPLAY,
                () -> OrdersCommand.orders(
                                answer, "replay", "--export", export.toString(), "--against", export.toString())
                        .seconds());
        return contest.run(run);
    }

    private static double median(Map<String, Samples> measured, String contestant) {
        return Objects.requireNonNull(measured.get(contestant), "all were measured")
                .median();
    }

    private Report report(Run run, Map<String, Samples> taken, List<Taken> sizes, List<Taken> spilling)
            throws Exception {
        double ours = median(taken, TOTALS);
        List<List<Object>> rows = new ArrayList<>();
        taken.forEach((contestant, samples) -> {
            long events = contestant.equals(REPLAY) ? 2 * EVENTS : EVENTS;
            rows.add(List.of(contestant, samples.median(), events / samples.median(), samples.median() / ours));
        });
        List<List<Object>> growth = new ArrayList<>();
        for (int i = 0; i < SIZES.size(); i++) {
            growth.add(List.of(
                    SIZES.get(i),
                    sizes.get(i).seconds(),
                    SIZES.get(i) / sizes.get(i).seconds(),
                    sizes.get(i).peakMebibytes(),
                    spilling.get(i).seconds(),
                    spilling.get(i).peakMebibytes()));
        }
        try (Connection connection = DuckDb.connect(1)) {
            return Report.of(this)
                    .setting("events", EVENTS)
                    .setting("files", ReferenceExport.files(EVENTS))
                    .setting("rounds", run.rounds())
                    .version("DuckDB", DuckDb.version(connection))
                    .version("Jackson", com.fasterxml.jackson.core.json.PackageVersion.VERSION.toString())
                    .table("", List.of("", "seconds", "events/s", "time in that of " + TOTALS), rows)
                    .table(
                            TOTALS + ", by size:",
                            List.of(
                                    "events",
                                    "seconds",
                                    "events/s",
                                    "peak memory, MiB",
                                    "seconds with --memory " + LITTLE_MEMORY,
                                    "peak memory with it, MiB"),
                            growth)
                    .target(
                            Target.atLeast(
                                    "DuckDB's time in that of " + TOTALS,
                                    median(taken, Contestant.DUCKDB.label()) / ours,
                                    2),
                            Target.atMost(
                                    "time of 8,000,000 events in that of 1,000,000, by event",
                                    sizes.getLast().seconds() / sizes.getFirst().seconds() / (2 * MORE_EVENTS / EVENTS),
                                    1.25))
                    .note("Each is a whole process from start to end, in turns. " + TOTALS
                            + " and DuckDB answer the same"
                            + " question and write comma-separated values; all rows of both are compared before anything is"
                            + " measured. DuckDB may take for granted that every history is legal, ours does not.")
                    .note(REPLAY
                            + " compares an export with itself here: it reads both and finds that each order has the same"
                            + " events, byte by byte, so that none is folded. What differs is folded, and then so is all of the"
                            + " first, since a difference is told with both values.")
                    .note(
                            "Jackson only walks through all tokens of the items and their details, on all cores; gunzip only"
                                    + " unzips. Neither answers anything.")
                    .note(
                            "Events in no order are under way until the last file is read. They may take what --memory says"
                                    + " and go to a temporary file beyond; what else there is in memory are the sums, which grow"
                                    + " with customers, products and days, and the JVM.")
                    .build();
        }
    }
}
