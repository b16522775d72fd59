package io.purchaseorders.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param question as the benchmark asks it
 * @param setting how it was measured: loads, rounds, settings of peers
 * @param versions of the peers that took part
 * @param tables the measurements
 * @param targets what was to be shown, and whether it was
 * @param notes what a reader must know to judge the numbers
 */
public record Report(
        String name,
        String question,
        Map<String, Object> setting,
        Map<String, String> versions,
        List<Table> tables,
        List<Target> targets,
        List<String> notes) {

    /** Rows of text or numbers under named columns; the unit stands in the column's name. */
    public record Table(String title, List<String> columns, List<List<Object>> rows) {}

    /** A number that was to be at most, or at least, another. */
    public record Target(String what, double measured, String bound, double limit) {

        public static Target atMost(String what, double measured, double limit) {
            return new Target(what, measured, "at most", limit);
        }

        public static Target atLeast(String what, double measured, double limit) {
            return new Target(what, measured, "at least", limit);
        }

        public boolean isMet() {
            return bound.equals("at most") ? measured <= limit : measured >= limit;
        }
    }

    public static Builder of(Benchmark benchmark) {
        return new Builder(benchmark);
    }

    /** Collects a report in the order in which it is to be read. */
    public static final class Builder {

        private final Benchmark benchmark;
        private final Map<String, Object> setting = new LinkedHashMap<>();
        private final Map<String, String> versions = new LinkedHashMap<>();
        private final List<Table> tables = new ArrayList<>();
        private final List<Target> targets = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        private Builder(Benchmark benchmark) {
            this.benchmark = benchmark;
        }

        public Builder setting(String name, Object value) {
            setting.put(name, value);
            return this;
        }

        public Builder version(String name, String version) {
            versions.put(name, version);
            return this;
        }

        public Builder table(String title, List<String> columns, List<List<Object>> rows) {
            tables.add(new Table(title, columns, rows));
            return this;
        }

        public Builder target(Target... more) {
            targets.addAll(Arrays.asList(more));
            return this;
        }

        public Builder note(String note) {
            notes.add(note);
            return this;
        }

        public Report build() {
            return new Report(
                    benchmark.name(),
                    benchmark.question(),
                    setting,
                    versions,
                    List.copyOf(tables),
                    List.copyOf(targets),
                    List.copyOf(notes));
        }
    }
}
