package io.purchaseorders.handlers.telemetry;

import java.util.Set;

/**
 * What the functions count. {@code cloudformation/main.yaml} alarms on these names: renaming one means both, and a gap in
 * every graph. All are counts, but for those whose name ends in {@code Millis}, which are milliseconds.
 */
public final class MetricNames {

    /** The one dimension of every metric: which function counted. */
    public static final String SERVICE_DIMENSION = "Service";

    /** A second one of those in {@link #BY_VERSION}: which version of the function counted. */
    public static final String VERSION_DIMENSION = "Version";

    // order-processor: published = accepted + duplicate + conflict + rejected
    public static final String EVENTS_ACCEPTED = "EventsAccepted";
    public static final String EVENTS_DUPLICATE = "EventsDuplicate";
    public static final String EVENTS_CONFLICT = "EventsConflict";
    public static final String EVENTS_REJECTED = "EventsRejected";
    /** Not settled: stores failed, or the message is no event of the bus. */
    public static final String EVENTS_RETURNED_TO_QUEUE = "EventsReturnedToQueue";

    // order-aggregator: accepted = applied + quarantined
    public static final String RECORDS_RECEIVED = "RecordsReceived";
    public static final String EVENTS_APPLIED = "EventsApplied";
    public static final String EVENTS_QUARANTINED = "EventsQuarantined";
    public static final String ROWS_QUARANTINED = "RowsQuarantined";
    public static final String ANOMALIES = "Anomalies";
    public static final String IMMUTABILITY_VIOLATIONS = "ImmutabilityViolations";
    public static final String CONSERVATION_IMBALANCE = "ConservationImbalance";
    public static final String LAG_MILLIS = "LagMillis";
    public static final String WRITES_PER_EVENT = "WritesPerEvent";

    // order-api
    public static final String REQUESTS = "Requests";
    public static final String SERVER_ERRORS = "ServerErrors";
    public static final String LATENCY_MILLIS = "LatencyMillis";

    /** What {@code order-processor} counts. */
    public static final Set<String> PROCESSOR =
            Set.of(EVENTS_ACCEPTED, EVENTS_DUPLICATE, EVENTS_CONFLICT, EVENTS_REJECTED, EVENTS_RETURNED_TO_QUEUE);

    /** What {@code order-aggregator} counts. */
    public static final Set<String> AGGREGATOR = Set.of(
            RECORDS_RECEIVED,
            EVENTS_APPLIED,
            EVENTS_DUPLICATE,
            EVENTS_QUARANTINED,
            ROWS_QUARANTINED,
            ANOMALIES,
            IMMUTABILITY_VIOLATIONS,
            CONSERVATION_IMBALANCE,
            LAG_MILLIS,
            WRITES_PER_EVENT);

    /** What {@code order-api} counts. */
    public static final Set<String> API = Set.of(REQUESTS, SERVER_ERRORS, LATENCY_MILLIS);

    /** What is counted for each version of a function as well, so that a release is stopped by its own failures alone. */
    public static final Set<String> BY_VERSION = Set.of(SERVER_ERRORS, EVENTS_RETURNED_TO_QUEUE);

    private MetricNames() {}
}
