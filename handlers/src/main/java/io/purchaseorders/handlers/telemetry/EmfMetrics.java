package io.purchaseorders.handlers.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricResolution;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * Metrics as a line of CloudWatch's embedded metric format on standard output, behind Powertools' interface. Powertools' own
 * writer binds objects to JSON by reflection, which took as long at a start as asking DynamoDB's client for an item. Cold
 * starts are not captured: the service reports them itself. Source: CloudWatch's embedded metric format specification.
 */
final class EmfMetrics implements Metrics {

    private final SequencedMap<String, Double> values = new LinkedHashMap<>();
    private final SequencedMap<String, MetricUnit> units = new LinkedHashMap<>();
    private final SequencedMap<String, Object> metadata = new LinkedHashMap<>();
    private final SequencedMap<String, String> dimensions = new LinkedHashMap<>();
    private final String service;
    private final @Nullable String version;
    private DimensionSet always = new DimensionSet();
    private String namespace;
    private boolean raisesOnEmpty;
    private @Nullable Instant timestamp;

    EmfMetrics(String namespace, String service) {
        this(namespace, service, null);
    }

    /** @param version of the function, for what a release is stopped by; null where there is none */
    EmfMetrics(String namespace, String service, @Nullable String version) {
        this.namespace = namespace;
        this.service = service;
        this.version = version;
    }

    @Override
    public void addMetric(String key, double value, MetricUnit unit, MetricResolution resolution) {
        if (resolution != MetricResolution.STANDARD) {
            throw new UnsupportedOperationException("metrics are kept a minute apart");
        }
        values.merge(key, value, Double::sum);
        units.put(key, unit);
    }

    @Override
    public void addDimension(DimensionSet set) {
        dimensions.putAll(set.getDimensions());
    }

    @Override
    public void setTimestamp(Instant at) {
        timestamp = at;
    }

    @Override
    public void addMetadata(String key, Object value) {
        metadata.put(key, value);
    }

    @Override
    public void setDefaultDimensions(DimensionSet set) {
        always = set;
    }

    @Override
    public DimensionSet getDefaultDimensions() {
        return always;
    }

    @Override
    public void setNamespace(String name) {
        namespace = name;
    }

    @Override
    public void setRaiseOnEmptyMetrics(boolean raises) {
        raisesOnEmpty = raises;
    }

    @Override
    public void clearDefaultDimensions() {
        always = new DimensionSet();
    }

    @Override
    public void flush() {
        if (values.isEmpty()) {
            if (raisesOnEmpty) {
                throw new IllegalStateException("no metrics were added");
            }
            return;
        }
        SequencedMap<String, String> all = new LinkedHashMap<>();
        all.put(MetricNames.SERVICE_DIMENSION, service);
        all.putAll(always.getDimensions());
        all.putAll(dimensions);
        List<Map<String, Object>> sets = new ArrayList<>();
        sets.add(directive(List.copyOf(all.keySet()), units.sequencedKeySet()));
        List<String> ofRelease =
                units.keySet().stream().filter(MetricNames.BY_VERSION::contains).toList();
        if (version != null && !ofRelease.isEmpty()) {
            sets.add(directive(List.of(MetricNames.SERVICE_DIMENSION, MetricNames.VERSION_DIMENSION), ofRelease));
            all.put(MetricNames.VERSION_DIMENSION, version);
        }
        SequencedMap<String, Object> about = new LinkedHashMap<>();
        about.put("Timestamp", (timestamp == null ? Instant.now() : timestamp).toEpochMilli());
        about.put("CloudWatchMetrics", sets);
        SequencedMap<String, Object> line = new LinkedHashMap<>();
        line.put("_aws", about);
        line.putAll(metadata);
        line.putAll(all);
        line.putAll(values);
        System.out.println(Lines.of(line));
        values.clear();
        units.clear();
        metadata.clear();
        dimensions.clear();
        timestamp = null;
    }

    private Map<String, Object> directive(List<String> dimensionNames, Collection<String> names) {
        List<Map<String, String>> metrics = new ArrayList<>();
        units.forEach((name, unit) -> {
            if (names.contains(name)) {
                SequencedMap<String, String> metric = new LinkedHashMap<>();
                metric.put("Name", name);
                metric.put("Unit", unit.getName());
                metrics.add(metric);
            }
        });
        SequencedMap<String, Object> set = new LinkedHashMap<>();
        set.put("Namespace", namespace);
        set.put("Dimensions", List.of(dimensionNames));
        set.put("Metrics", metrics);
        return set;
    }

    @Override
    public void captureColdStartMetric(Context context, DimensionSet set) {
        throw notHere();
    }

    @Override
    public void captureColdStartMetric(DimensionSet set) {
        throw notHere();
    }

    @Override
    public void flushMetrics(Consumer<Metrics> metrics) {
        throw notHere();
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("add metrics and flush them");
    }
}
