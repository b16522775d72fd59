package io.purchaseorders.benchmarks.evidence;

import com.sun.management.OperatingSystemMXBean;
import io.purchaseorders.benchmarks.PeakMemory;
import io.purchaseorders.benchmarks.Respondent;
import io.purchaseorders.log.ExportedEvents;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LogReport;
import io.purchaseorders.log.LogVerifier;
import io.purchaseorders.log.LogWriter;
import io.purchaseorders.log.SigningKey;
import io.purchaseorders.log.TlogProof;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Logs events, verifies the log and proves events, in a process of its own with little memory. */
final class LogProcess {

    /** What a process took; the processor time is the steadier number where others use the machine. */
    record Measured(Took append, Took verify, double proofMillis, double memoryMebibytes) {}

    /** How long something took, and how much processor time. */
    record Took(double seconds, double processorSeconds) {

        static Took of(Runnable work) {
            long begun = System.nanoTime();
            long processor = SYSTEM.getProcessCpuTime();
            work.run();
            return new Took((System.nanoTime() - begun) / NANOS, (SYSTEM.getProcessCpuTime() - processor) / NANOS);
        }

        static Took read(double[] numbers, int from) {
            return new Took(numbers[from], numbers[from + 1]);
        }

        @Override
        public String toString() {
            return seconds + " " + processorSeconds;
        }
    }

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Leaves room for what a JVM needs beside its heap within 512 MiB. */
    static final String HEAP = "-Xmx384m";

    /** For more than a million, of which the memory is not limited: each takes 24 bytes of an index that is half full. */
    static final String LARGE_HEAP = "-Xmx768m";

    static final long MILLION = 1_000_000;

    private static final String QUESTION = "measure";
    private static final int PROOFS = 200;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private LogProcess() {}

    static Measured measure(long events) throws IOException {
        Path folder = Files.createTempDirectory("orders-bench-log");
        try (Respondent respondent = Respondent.start(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                events > MILLION ? LARGE_HEAP : HEAP,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LogProcess.class.getName(),
                folder.toString(),
                Long.toString(events)))) {
            double[] numbers = Arrays.stream(respondent.ask(QUESTION).split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Measured(Took.read(numbers, 0), Took.read(numbers, 2), numbers[4], numbers[5]);
        } finally {
            new LogFolder(folder).delete("");
        }
    }

    /** The arguments are an empty folder and how many events there are. */
    public static void main(String[] arguments) throws Exception {
        LogFolder folder = new LogFolder(Path.of(arguments[0]));
        long events = Long.parseLong(arguments[1]);
        Respondent.serve(question -> {
            SigningKey key = SigningKey.generate("localhost/bench");
            LogWriter writer = new LogWriter(folder, key);
            Took append = Took.of(() -> append(writer, events));
            double proof = prove(writer, folder, key, events);
            Took verify = Took.of(() -> verify(folder, key, events));
            return append + " " + verify + " " + proof + " "
                    + PeakMemory.mebibytes(ProcessHandle.current().pid());
        });
    }

    private static void verify(LogFolder folder, SigningKey key, long events) {
        LogReport report = LogVerifier.verify(folder, key.verifierKey(), Optional.empty(), Optional.of(export(events)));
        if (!report.isClean() || !report.findings().isEmpty() || report.entries() != events) {
            throw new IllegalStateException("the log is not what was logged: " + report.findings());
        }
    }

    private static void append(LogWriter writer, long events) {
        for (long begin = 0; begin < events; begin += LogWriter.LONGEST_RUN) {
            List<LogEntry> run = new ArrayList<>();
            for (long i = begin; i < Math.min(events, begin + LogWriter.LONGEST_RUN); i++) {
                run.add(entry(i));
            }
            writer.append(run);
        }
    }

    /** The mean time in milliseconds to find an event, prove it and verify the proof. */
    private static double prove(LogWriter writer, LogFolder folder, SigningKey key, long events) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        writer.append(List.of());
        long begun = System.nanoTime();
        for (int i = 0; i < PROOFS; i++) {
            LogEntry wanted = entry(random.nextLong(events));
            LogReader reader = LogReader.open(folder).orElseThrow();
            long index =
                    writer.index().find(wanted.orderId(), wanted.timestamp()).orElseThrow();
            String proof = reader.prove(index).text();
            LogEntry proven =
                    TlogProof.parse(proof.getBytes(StandardCharsets.UTF_8)).verify(key.verifierKey());
            if (!proven.equals(wanted)) {
                throw new IllegalStateException("another event was proven");
            }
        }
        return (System.nanoTime() - begun) / NANOS * MILLIS / PROOFS;
    }

    /** The events in another order than they were logged in. */
    private static ExportedEvents export(long events) {
        return new ExportedEvents() {
            @Override
            public void forEach(Consumer<LogEntry> each) {
                for (long i = events - 1; i >= 0; i--) {
                    each.accept(entry(i));
                }
            }

            @Override
            public Optional<Instant> takenAt() {
                return Optional.empty();
            }
        };
    }

    private static LogEntry entry(long number) {
        String id = Long.toHexString(number * 0x9E3779B97F4A7C15L);
        Instant time = Instant.EPOCH.plusSeconds(1_700_000_000L + number);
        String text = time.toString();
        return LogEntry.of(
                "order-" + id,
                text + "#event-" + number,
                "OrderPlaced",
                "bench",
                text,
                String.format(
                        Locale.ROOT,
                        "{\"eventId\":\"event-%s\",\"orderId\":\"order-%s\",\"note\":\"%0250d\"}",
                        number,
                        id,
                        number));
    }
}
