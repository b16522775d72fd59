package io.purchaseorders.benchmarks;

import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.Report.Target;
import io.purchaseorders.replay.export.DayTotals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How fast history is read from an export of the events table. */
final class Replay implements Benchmark {

    private static final long EVENTS = 2_000_000;
    private static final long MORE_EVENTS = 8_000_000;
    private static final List<Long> SIZES = List.of(EVENTS / 2, EVENTS, 2 * EVENTS, MORE_EVENTS);

    /** A just-in-time compiler needs more of them than an engine that was compiled ahead of time. */
    private static final int WARM_UPS = 4;

    private static final long LITTLE_MEMORY = 32L << 20;
    private static final double NANOS = 1e9;
    private static final double KIBIBYTES = 1 << 10;

    /** Ours has to do with this, and has the options of {@code ./orders replay}; the others get what they ask for. */
    private static final String HEAP = "-Xmx900m";

    private static final String OPTIONS = "orders.replay.options";

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String question() {
        return "How fast does an export of the events table become the exact totals by key, day and currency: for all, for"
                + " every customer and every product, the events, orders by status, units and amounts?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        Path export = ReferenceExport.of(run, EVENTS);
        compareAnswers(run, export);
        Map<String, Samples> cold = cold(run, export);
        Map<String, Samples> warm = warm(run, export);
        List<Measured> sizes = new ArrayList<>();
        List<Measured> spilling = new ArrayList<>();
        for (long events : SIZES) {
            Path larger = ReferenceExport.of(run, events);
            sizes.add(process(Contestant.OURS, larger));
            spilling.add(process(Contestant.OURS, larger, "-D" + Contestant.MEMORY + "=" + LITTLE_MEMORY));
            run.say("%,d events: %s, and with little memory %s", events, sizes.getLast(), spilling.getLast());
        }
        return report(run, cold, warm, sizes, spilling);
    }

    private static void compareAnswers(Run run, Path export) throws Exception {
        run.say("comparing the answers");
        DayTotals totals = Contestant.ours(export);
        Map<String, String> ours = Answer.ours(totals);
        try (Connection connection = DuckDb.connect(Runtime.getRuntime().availableProcessors())) {
            DuckDb.answer(connection, Contestant.files(export));
            if (!ours.equals(Answer.duckDb(connection))) {
                throw new IllegalStateException("the answers differ");
            }
        }
        run.say("all %,d rows are equal", ours.size());
    }

    /** What one process took. */
    private record Measured(double seconds, double peakMebibytes) {}

    private static Map<String, Samples> cold(Run run, Path export) throws Exception {
        Contest contest = new Contest();
        for (Contestant contestant : Contestant.values()) {
            contest.with(contestant.name(), () -> process(contestant, export).seconds());
        }
        return contest.run(run);
    }

    private static Map<String, Samples> warm(Run run, Path export) throws Exception {
        Contest contest = new Contest();
        List<Respondent> respondents = new ArrayList<>();
        try {
            for (Contestant contestant : Contestant.values()) {
                List<String> command = java(contestant);
                command.addAll(List.of(contestant.name(), export.toString(), Contestant.STAYS));
                Respondent respondent = Respondent.start(command);
                respondents.add(respondent);
                int warmUps = contestant == Contestant.OURS ? WARM_UPS : 1;
                for (int i = 0; i < warmUps; i++) {
                    respondent.ask(contestant.name());
                }
                contest.with(contestant.name(), () -> Double.parseDouble(respondent.ask(contestant.name())));
            }
            return contest.run(run);
        } finally {
            respondents.forEach(Respondent::close);
        }
    }

    /** A JVM that is about to run a contestant. */
    private static List<String> java(Contestant contestant, String... options) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-Xshare:auto",
                "-XX:+UseSerialGC"));
        if (contestant == Contestant.OURS) {
            command.add(HEAP);
            command.addAll(options());
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Contestant.class.getName()));
        return command;
    }

    private static List<String> options() {
        return Arrays.stream(System.getProperty(OPTIONS, "").split(" "))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    /** Runs a whole process, from its start to its end; it says itself how much memory it had. */
    private static Measured process(Contestant contestant, Path export, String... options)
            throws IOException, InterruptedException {
        List<String> command = java(contestant, options);
        command.addAll(List.of(contestant.name(), export.toString()));
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String peak = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(contestant + " failed");
        }
        return new Measured((System.nanoTime() - begun) / NANOS, Double.parseDouble(peak) / KIBIBYTES);
    }

    private static double median(Map<String, Samples> measured, Contestant contestant) {
        return Objects.requireNonNull(measured.get(contestant.name()), "all were measured")
                .median();
    }

    private Report report(
            Run run,
            Map<String, Samples> cold,
            Map<String, Samples> warm,
            List<Measured> sizes,
            List<Measured> spilling)
            throws Exception {
        double oursCold = median(cold, Contestant.OURS);
        double oursWarm = median(warm, Contestant.OURS);
        List<List<Object>> rows = new ArrayList<>();
        for (Contestant contestant : Contestant.values()) {
            double coldSeconds = median(cold, contestant);
            double warmSeconds = median(warm, contestant);
            rows.add(List.of(
                    label(contestant),
                    EVENTS / coldSeconds,
                    coldSeconds / oursCold,
                    EVENTS / warmSeconds,
                    warmSeconds / oursWarm));
        }
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
                    .table("", List.of("", "cold, events/s", "time in ours", "warm, events/s", "time in ours "), rows)
                    .table(
                            "Ours as a whole process, by size:",
                            List.of(
                                    "events",
                                    "seconds",
                                    "events/s",
                                    "peak memory, MiB",
                                    "seconds with --memory 32M",
                                    "peak memory with it, MiB"),
                            growth)
                    .target(
                            Target.atLeast(
                                    "DuckDB's time in ours, cold", median(cold, Contestant.DUCKDB) / oursCold, 3),
                            Target.atLeast(
                                    "DuckDB's time in ours, warm", median(warm, Contestant.DUCKDB) / oursWarm, 5),
                            Target.atLeast(
                                    "gunzip's time in ours, warm", median(warm, Contestant.GUNZIP) / oursWarm, 0.4),
                            Target.atMost(
                                    "peak memory of 2,000,000 events, MiB",
                                    sizes.get(1).peakMebibytes(),
                                    1024),
                            Target.atMost(
                                    "time of 8,000,000 events in that of 1,000,000, by event",
                                    sizes.getLast().seconds() / sizes.getFirst().seconds() / (2 * MORE_EVENTS / EVENTS),
                                    1.25))
                    .note("Ours and DuckDB answer the same question; all rows of both are compared before anything is"
                            + " measured. DuckDB may take for granted that every history is legal, ours does not.")
                    .note(
                            "Jackson only walks through all tokens of the items and their details, on all cores; gunzip only"
                                    + " unzips. Neither answers anything.")
                    .note(
                            "Events in no order are under way until the last file is read. They may take what --memory says, "
                                    + (Contestant.DEFAULT_MEMORY >> 20)
                                    + " MiB here, and go to a temporary file beyond; what else there is in memory are the"
                                    + " sums, which grow with customers, products and days, and the JVM.")
                    .note(
                            "Cold is a whole process from start to end, warm the same work again in such a process. Ours has the"
                                    + " options of ./orders replay: " + String.join(" ", options()) + ".")
                    .build();
        }
    }

    private static String label(Contestant contestant) {
        return switch (contestant) {
            case OURS -> "ours";
            case DUCKDB -> "DuckDB";
            case JACKSON -> "Jackson, tokens only";
            case GUNZIP -> "gunzip alone (java.util.zip)";
        };
    }
}
