package io.purchaseorders.notary;

import java.time.Duration;
import java.util.Set;
import software.amazon.lambda.powertools.metrics.Metrics;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** What the {@code order-notary} counts: {@code cloudformation/evidence.yaml} alarms on these names. */
public final class NotaryTelemetry {

    public static final String ENTRIES_LOGGED = "EntriesLogged";
    public static final String LOG_VIOLATIONS = "LogViolations";
    /** How long ago the time ended until which events are logged. */
    public static final String LOG_AGE_MILLIS = "LogAgeMillis";

    public static final Set<String> NAMES = Set.of(ENTRIES_LOGGED, LOG_VIOLATIONS, LOG_AGE_MILLIS);

    private NotaryTelemetry() {}

    static void publish(long entries, long violations, Duration age) {
        Metrics metrics = MetricsFactory.getMetricsInstance();
        metrics.addMetric(ENTRIES_LOGGED, (double) entries, MetricUnit.COUNT);
        metrics.addMetric(LOG_VIOLATIONS, (double) violations, MetricUnit.COUNT);
        metrics.addMetric(LOG_AGE_MILLIS, (double) age.toMillis(), MetricUnit.MILLISECONDS);
        metrics.flush();
    }
}
