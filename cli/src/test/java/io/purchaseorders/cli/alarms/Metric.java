package io.purchaseorders.cli.alarms;

import java.util.Map;
import java.util.TreeMap;

/**
 * A metric of CloudWatch: its namespace, its name and the values of its dimensions by their names. A metric with fewer
 * dimensions is another metric.
 */
record Metric(String namespace, String name, Map<String, String> dimensions) {

    Metric {
        dimensions = new TreeMap<>(dimensions);
    }

    static Metric of(String namespace, String name, String... dimensions) {
        Map<String, String> byName = new TreeMap<>();
        for (int i = 0; i < dimensions.length; i += 2) {
            byName.put(dimensions[i], dimensions[i + 1]);
        }
        return new Metric(namespace, name, byName);
    }
}
