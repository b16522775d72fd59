package io.purchaseorders.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Readers that ask at once, each again as soon as it has its answer. */
public final class Readers {

    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;

    /** One question, with its answer checked. */
    @FunctionalInterface
    public interface Question {
        void ask() throws Exception;
    }

    /** What they saw. */
    public record Seen(double p50Millis, double p99Millis, double answersPerSecond) {}

    private Readers() {}

    /** @param questions one for each reader */
    public static Seen run(int readers, long nanos, IntFunction<Question> questions) throws Exception {
        List<Future<long[]>> running = new ArrayList<>();
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < readers; i++) {
                Question question = questions.apply(i);
                running.add(threads.submit(() -> times(question, begun + nanos)));
            }
        }
        long[] all = new long[0];
        for (Future<long[]> each : running) {
            long[] own = each.get();
            int end = all.length;
            all = Arrays.copyOf(all, end + own.length);
            System.arraycopy(own, 0, all, end, own.length);
        }
        double seconds = (System.nanoTime() - begun) / NANOS_A_SECOND;
        Arrays.sort(all);
        return new Seen(at(all, 50), at(all, 99), all.length / seconds);
    }

    private static long[] times(Question question, long end) throws Exception {
        List<Long> times = new ArrayList<>();
        long now = System.nanoTime();
        do {
            question.ask();
            long answered = System.nanoTime();
            times.add(answered - now);
            now = answered;
        } while (now < end);
        return times.stream().mapToLong(Long::longValue).toArray();
    }

    private static double at(long[] sorted, int percent) {
        return sorted[(sorted.length - 1) * percent / 100] / NANOS_A_MILLI;
    }
}
