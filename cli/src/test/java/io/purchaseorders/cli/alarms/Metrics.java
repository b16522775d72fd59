package io.purchaseorders.cli.alarms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What was sent to CloudWatch, by the minute. */
final class Metrics {

    private static final int SECONDS_A_MINUTE = 60;

    private final Map<Metric, NavigableMap<Integer, List<Double>>> values = new HashMap<>();

    void put(Metric metric, int minute, double value) {
        values.computeIfAbsent(metric, any -> new TreeMap<>())
                .computeIfAbsent(minute, any -> new ArrayList<>())
                .add(value);
    }

    /** A line of the embedded metric format, which the logs turn into metrics: one for each set of dimensions. */
    void put(JsonNode line, int minute) {
        line.at("/_aws/CloudWatchMetrics")
                .forEach(set -> set.path("Dimensions").forEach(names -> {
                    Map<String, String> dimensions = new TreeMap<>();
                    names.forEach(name -> dimensions.put(
                            name.asText(), line.path(name.asText()).asText()));
                    set.path("Metrics").forEach(metric -> {
                        String name = metric.path("Name").asText();
                        put(
                                new Metric(set.path("Namespace").asText(), name, dimensions),
                                minute,
                                line.path(name).doubleValue());
                    });
                }));
    }

    /**
     * Data points of a metric, the oldest first, NaN where nothing was sent.
     *
     * @param statistic as alarms call them: Sum, Maximum, Minimum, Average, or p and a percentage
     * @param end the minute that the newest one ends with, exclusive
     */
    double[] points(Metric metric, String statistic, int periodSeconds, int count, int end) {
        int minutes = periodSeconds / SECONDS_A_MINUTE;
        NavigableMap<Integer, List<Double>> sent = values.getOrDefault(metric, Collections.emptyNavigableMap());
        double[] points = new double[count];
        for (int i = 0; i < count; i++) {
            int to = end - (count - 1 - i) * minutes;
            List<Double> sample = new ArrayList<>();
            sent.subMap(to - minutes, true, to, false).values().forEach(sample::addAll);
            points[i] = sample.isEmpty() ? Double.NaN : statistic(statistic, sample);
        }
        return points;
    }

    private static double statistic(String name, List<Double> sample) {
        return switch (name) {
            case "Sum" -> sample.stream().mapToDouble(Double::doubleValue).sum();
            case "Maximum" -> Collections.max(sample);
            case "Minimum" -> Collections.min(sample);
            case "Average" ->
                sample.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            default -> percentile(Double.parseDouble(name.substring(1)), sample);
        };
    }

    private static double percentile(double percent, List<Double> sample) {
        List<Double> sorted = new ArrayList<>(sample);
        Collections.sort(sorted);
        return sorted.get((int) Math.ceil(percent / 100 * sorted.size()) - 1);
    }
}
