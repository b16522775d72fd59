package io.purchaseorders.benchmarks.evidence;

import io.purchaseorders.benchmarks.Benchmark;
import io.purchaseorders.benchmarks.Numbers;
import io.purchaseorders.benchmarks.Report;
import io.purchaseorders.benchmarks.Report.Target;
import io.purchaseorders.benchmarks.Run;
import io.purchaseorders.benchmarks.evidence.LogProcess.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What it takes to log, prove and verify events. */
public final class Evidence implements Benchmark {

    private static final long MILLION = LogProcess.MILLION;
    private static final List<Long> SIZES = List.of(MILLION / 4, MILLION, 2 * MILLION, 4 * MILLION);
    private static final double MOST_SECONDS = 60;
    private static final double MOST_MILLIS = 50;
    private static final double MOST_MEBIBYTES = 512;
    private static final double LINEAR = 1.25;

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public String question() {
        return "How long does it take to log events, to prove that one of them is in the log, and to verify the whole log and"
                + " compare it with the events?";
    }

    @Override
    public Report measure(Run run) throws Exception {
        Map<Long, Measured> measured = new TreeMap<>();
        for (long size : SIZES) {
            measured.put(size, LogProcess.measure(size));
            run.say("%,d events: %s", size, measured.get(size));
        }
        List<List<Object>> rows = new ArrayList<>();
        measured.forEach((size, took) -> rows.add(List.of(
                size,
                Numbers.brief(took.append().seconds()),
                Numbers.brief(took.append().processorSeconds()),
                Numbers.brief(took.verify().seconds()),
                Numbers.brief(took.verify().processorSeconds()),
                Numbers.brief(took.proofMillis()),
                Numbers.brief(took.memoryMebibytes()))));
        Measured one = measured.get(MILLION);
        Measured four = measured.get(4 * MILLION);
        if (one == null || four == null) {
            throw new IllegalStateException("a million and four are among the sizes");
        }
        return Report.of(this)
                .setting("heap", LogProcess.HEAP + ", beyond a million " + LogProcess.LARGE_HEAP)
                .setting("entries at once", io.purchaseorders.log.LogWriter.LONGEST_RUN)
                .table(
                        "A log in a folder",
                        List.of(
                                "events",
                                "append s",
                                "of processor",
                                "verify s",
                                "of processor",
                                "a proof ms",
                                "memory at most MiB"),
                        rows)
                .target(
                        Target.atMost(
                                "seconds to log a million events", one.append().seconds(), MOST_SECONDS),
                        Target.atMost(
                                "seconds to verify a million events",
                                one.verify().seconds(),
                                MOST_SECONDS),
                        Target.atMost("milliseconds for a proof", four.proofMillis(), MOST_MILLIS),
                        Target.atMost(
                                "processor seconds of an append of four million, by four times that of one",
                                four.append().processorSeconds()
                                        / (4 * one.append().processorSeconds()),
                                LINEAR),
                        Target.atMost(
                                "processor seconds to verify four million, by four times that of one",
                                four.verify().processorSeconds()
                                        / (4 * one.verify().processorSeconds()),
                                LINEAR),
                        Target.atMost("MiB of memory for a million events", one.memoryMebibytes(), MOST_MEBIBYTES))
                .note(
                        "Each size has a process of its own; details have about 320 bytes. A proof is found, made, written, read"
                                + " and verified. Verifying reads every tile and entry, and hashes every event's detail. Making the events and hashing their details is"
                                + " in both times. Processor time is the steadier number where others use the machine.")
                .build();
    }
}
