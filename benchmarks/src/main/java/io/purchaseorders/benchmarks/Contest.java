package io.purchaseorders.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Measures contestants in turn, round by round, so that whatever the machine does meanwhile hits all of them. */
public final class Contest {

    /** One measurement in any unit; larger need not be better. */
    @FunctionalInterface
    public interface Measurement {
        double take() throws Exception;
    }

    private record Contestant(String name, Measurement measurement, List<Double> taken) {}

    private final List<Contestant> contestants = new ArrayList<>();

    public Contest with(String name, Measurement measurement) {
        contestants.add(new Contestant(name, measurement, new ArrayList<>()));
        return this;
    }

    /** Every contestant's measurements. Every other round runs in reverse. */
    public Map<String, Samples> run(Run run) throws Exception {
        List<Contestant> order = contestants;
        for (int round = 1; round <= run.rounds(); round++) {
            for (Contestant contestant : round % 2 == 1 ? order : order.reversed()) {
                double value = contestant.measurement().take();
                contestant.taken().add(value);
                run.say("round %d of %d: %s: %s", round, run.rounds(), contestant.name(), Numbers.brief(value));
            }
        }
        Map<String, Samples> samples = new LinkedHashMap<>();
        contestants.forEach(each -> samples.put(each.name(), Samples.of(each.taken())));
        return samples;
    }

    /** Measurements of one contestant, sorted. */
    public record Samples(List<Double> sorted) {

        public static Samples of(List<Double> values) {
            double[] copy = values.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(copy);
            return new Samples(Arrays.stream(copy).boxed().toList());
        }

        /** One measurement of each of these. */
        public static <T> Samples of(List<T> measured, ToDoubleFunction<T> measure) {
            return of(measured.stream().mapToDouble(measure).boxed().toList());
        }

        public double median() {
            int size = sorted.size();
            return size % 2 == 1 ? sorted.get(size / 2) : (sorted.get(size / 2 - 1) + sorted.get(size / 2)) / 2;
        }

        public double least() {
            return sorted.getFirst();
        }

        public double most() {
            return sorted.getLast();
        }
    }
}
