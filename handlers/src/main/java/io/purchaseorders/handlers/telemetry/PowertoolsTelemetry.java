package io.purchaseorders.handlers.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.DimensionSet;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * By Powertools for AWS Lambda: a line of CloudWatch's embedded metric format on standard output for the metrics of an
 * invocation. Namespace, service and level come from Powertools' own variables, which the template sets.
 */
public final class PowertoolsTelemetry implements Telemetry {

    private static final Logger LOG = LoggerFactory.getLogger(PowertoolsTelemetry.class);
    private static final String MILLISECONDS = "Millis";

    private final Optional<String> version;

    public PowertoolsTelemetry() {
        this(Optional.ofNullable(System.getenv("AWS_LAMBDA_FUNCTION_VERSION")));
    }

    /** @param version of the function, by whose failures a release is stopped; nothing where there is none */
    public PowertoolsTelemetry(Optional<String> version) {
        this.version = version;
    }

    @Override
    public <T> T during(Context context, Supplier<T> invocation) {
        return PowertoolsLogging.withLogging(context, () -> redacted(invocation));
    }

    private static <T> T redacted(Supplier<T> invocation) {
        try {
            return invocation.get();
        } catch (RuntimeException failure) {
            // The form of lines leaves out what messages say, and has the places of the causes, too.
            LOG.atError().setCause(failure).log("invocation failed");
            throw RedactedFailure.of(failure);
        }
    }

    @Override
    public void publish(Map<String, ? extends Number> values) {
        try {
            Metrics metrics = MetricsFactory.getMetricsInstance();
            values.forEach((name, value) -> metrics.addMetric(name, value.doubleValue(), unit(name)));
            metrics.flush();
            version.ifPresent(number -> publish(metrics, number, values));
        } catch (RuntimeException failure) {
            LOG.atWarn().addKeyValue("failure", failure.getClass().getName()).log("metrics were not published");
        }
    }

    /** What counts for each version as well, in a line of its own. */
    private static void publish(Metrics metrics, String version, Map<String, ? extends Number> values) {
        if (Collections.disjoint(values.keySet(), MetricNames.BY_VERSION)) {
            return;
        }
        metrics.flushMetrics(line -> {
            DimensionSet both = line.getDefaultDimensions();
            both.addDimension(MetricNames.VERSION_DIMENSION, version);
            line.setDefaultDimensions(both);
            values.forEach((name, value) -> {
                if (MetricNames.BY_VERSION.contains(name)) {
                    line.addMetric(name, value.doubleValue(), unit(name));
                }
            });
        });
    }

    private static MetricUnit unit(String name) {
        return name.endsWith(MILLISECONDS) ? MetricUnit.MILLISECONDS : MetricUnit.COUNT;
    }
}
