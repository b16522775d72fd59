package io.purchaseorders.benchmarks;

import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.OrdersCommand.Taken;
import io.purchaseorders.benchmarks.Report.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How fast an export becomes the files that a generation's table is imported from, beside a replay of the same export. */
final class Rebuild implements Benchmark {

    private static final long EVENTS = 2_000_000;
    private static final long MORE_EVENTS = 8_000_000;
    private static final List<Long> SIZES = List.of(EVENTS, 2 * EVENTS, MORE_EVENTS);

    private static final String FOLD = "./orders rebuild --export --to";
    private static final String REPLAY = "./orders totals --export";

    /** What both took, one after the other. */
    private record Pair(Taken fold, Taken replay) {
        double ratio() {
            return fold.seconds() / replay.seconds();
        }
    }

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String question() {
        return "How fast does an export of the events table become the files from which DynamoDB imports all projections,"
                + " beside a replay of the same export?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        Path export = ReferenceExport.of(run, EVENTS);
        replay(export); // also builds the command line where that is out of date
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round < run.rounds(); round++) {
            pairs.add(pair(export, round % 2 == 0));
            run.say(
                    "pair %d of %d: %s and %s",
                    round + 1,
                    run.rounds(),
                    pairs.getLast().fold(),
                    pairs.getLast().replay());
        }
        List<Pair> sizes = new ArrayList<>();
        for (long events : SIZES) {
            sizes.add(pair(ReferenceExport.of(run, events), true));
            run.say(
                    "%,d events: %s and %s",
                    events, sizes.getLast().fold(), sizes.getLast().replay());
        }
        return report(run, pairs, sizes);
    }

    private static Pair pair(Path export, boolean isFoldFirst) throws IOException, InterruptedException {
        if (isFoldFirst) {
            Taken fold = fold(export);
            return new Pair(fold, replay(export));
        }
        Taken replay = replay(export);
        return new Pair(fold(export), replay);
    }

    private static Taken replay(Path export) throws IOException, InterruptedException {
        Path answer = Files.createTempFile("orders-bench", ".csv");
        try {
            return OrdersCommand.orders(answer, "totals", "--csv", "--export", export.toString());
        } finally {
            Files.delete(answer);
        }
    }

    private static Taken fold(Path export) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("orders-bench");
        try {
            return OrdersCommand.orders(
                    folder.resolve("said"),
                    "rebuild",
                    "--export",
                    export.toString(),
                    "--to",
                    folder.resolve("files").toString());
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Report report(Run run, List<Pair> pairs, List<Pair> sizes) {
        double ratio = Samples.of(pairs, Pair::ratio).median();
        List<List<Object>> rows = new ArrayList<>();
        for (Pair pair : pairs) {
            rows.add(List.of(pair.fold().seconds(), pair.replay().seconds(), pair.ratio()));
        }
        List<List<Object>> growth = new ArrayList<>();
        for (int i = 0; i < SIZES.size(); i++) {
            Pair pair = sizes.get(i);
            growth.add(List.of(
                    SIZES.get(i),
                    pair.fold().seconds(),
                    SIZES.get(i) / pair.fold().seconds(),
                    pair.fold().peakMebibytes(),
                    pair.replay().seconds(),
                    pair.replay().peakMebibytes(),
                    pair.ratio()));
        }
        return Report.of(this)
                .setting("events", EVENTS)
                .setting("files", ReferenceExport.files(EVENTS))
                .setting("rounds", run.rounds())
                .table("", List.of("seconds of " + FOLD, "seconds of " + REPLAY, "ratio"), rows)
                .table(
                        "By size:",
                        List.of(
                                "events",
                                "seconds of " + FOLD,
                                "events/s",
                                "peak memory, MiB",
                                "seconds of " + REPLAY,
                                "its peak memory, MiB",
                                "ratio"),
                        growth)
                .target(Target.atMost(
                        "time of " + FOLD + " in that of " + REPLAY + ", the median of pairs", ratio, 2.5))
                .target(Target.atMost(
                        "time of 8,000,000 events in that of 2,000,000, by event",
                        sizes.getLast().fold().seconds()
                                / sizes.getFirst().fold().seconds()
                                / (MORE_EVENTS / EVENTS),
                        1.25))
                .note("Each is a whole process from start to end; the two of a pair run one after the other, in turns. "
                        + FOLD
                        + " writes every row of the projections with its index attributes, the orders' rows with the"
                        + " events that they have applied, and the orders by day, gzipped; " + REPLAY
                        + " writes sums by day.")
                .note("Sums that memory has no room for go to temporary files, apart by key, and are read again once.")
                .build();
    }
}
