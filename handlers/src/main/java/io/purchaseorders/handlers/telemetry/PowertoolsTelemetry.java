package io.purchaseorders.handlers.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/**
 * By Powertools for AWS Lambda: a line of CloudWatch's embedded metric format on standard output for the metrics of an
 * invocation. Namespace, service and level come from Powertools' own variables, which the template sets.
 */
public final class PowertoolsTelemetry implements Telemetry {

    private static final Logger LOG = LoggerFactory.getLogger(PowertoolsTelemetry.class);
    private static final String MILLISECONDS = "Millis";

    private final Supplier<Metrics> line;

    /** The line is made here: Powertools' factory would check its names by a library that a start needs for nothing else. */
    public PowertoolsTelemetry() {
        this(() -> new EmfMetrics(
                variable("POWERTOOLS_METRICS_NAMESPACE"),
                variable("POWERTOOLS_SERVICE_NAME"),
                System.getenv("AWS_LAMBDA_FUNCTION_VERSION")));
    }

    /** @param line an empty one for each invocation, so that two at once share nothing */
    PowertoolsTelemetry(Supplier<Metrics> line) {
        this.line = line;
    }

    private static String variable(String name) {
        return Objects.requireNonNullElse(System.getenv(name), "undefined");
    }

    @Override
    public <T> T during(Context context, Supplier<T> invocation) {
        return PowertoolsLogging.withLogging(context, invocation);
    }

    @Override
    public void publish(Map<String, ? extends Number> values) {
        try {
            Metrics metrics = line.get();
            values.forEach((name, value) -> metrics.addMetric(name, value.doubleValue(), unit(name)));
            metrics.flush();
        } catch (RuntimeException failure) {
            LOG.atWarn().addKeyValue("failure", failure.getClass().getName()).log("metrics were not published");
        }
    }

    private static MetricUnit unit(String name) {
        return name.endsWith(MILLISECONDS) ? MetricUnit.MILLISECONDS : MetricUnit.COUNT;
    }
}
