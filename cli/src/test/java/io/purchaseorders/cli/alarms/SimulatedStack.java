package io.purchaseorders.cli.alarms;

import io.purchaseorders.handlers.telemetry.MetricNames;
import io.purchaseorders.notary.NotaryTelemetry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of the deployed stack, minute by minute: what the functions count, and what AWS's services send by their
 * documentation ("Monitoring Amazon EventBridge", "Available CloudWatch metrics for Amazon SQS", "Types of metrics for
 * Lambda functions", "Amazon API Gateway dimensions and metrics"), zeros and gaps included. Its parts can be broken.
 */
final class SimulatedStack {

    private static final String EVENTS = "AWS/Events";
    private static final String LAMBDA = "AWS/Lambda";
    private static final String SQS = "AWS/SQS";
    private static final String BUS = "purchase-orders-test";

    /** The consumer of a later generation, which fares as that of the first does. */
    private static final String LATER_CONSUMER = "order-aggregator-test-" + TemplateAlarms.LATER_GENERATION;

    /** A queue is active for six hours after something was done to it, and sends nothing when it is not. */
    private static final int QUEUE_ACTIVE_MINUTES = 360;

    /** A message that failed five hours long, a hundred times, goes to the dead letters. */
    private static final int GIVE_UP_MINUTES = 300;

    /** The stream's mapping gives a batch up after 23 hours. */
    private static final int STREAM_GIVE_UP_MINUTES = 23 * 60;

    private static final int NOTARY_MINUTES = 15;

    final Metrics metrics = new Metrics();

    // What publishers, readers and time do.
    int published;
    int conflicts;
    int rejected;
    int requests;
    boolean endOfMinute;

    // What is broken.
    boolean ruleDisabled;
    boolean queueRefuses;
    boolean undeliveredRefuses;
    boolean keyDisabled;
    boolean queueMappingDisabled;
    boolean processorFails;
    boolean processorReturns;
    boolean processorThrottled;
    boolean streamMappingDisabled;
    boolean aggregatorFails;
    boolean aggregatorThrottled;
    boolean failedBatchesRefuse;
    boolean apiFails;
    boolean apiThrottled;
    boolean auditFails;
    boolean auditThrottled;
    boolean oneBatchFails;
    int violations;
    int quarantined;
    int rowsQuarantined;
    int imbalance;
    int lagMillis = 2_000;
    int latencyMillis = 300;
    int apiServerErrors;
    int auditServerErrors;
    int logViolations;
    boolean exportsFail;
    boolean notaryDisabled;
    boolean notaryFails;

    private int minute;
    private int exportedThrough;
    private int queued;
    private int queuedSince;
    private int queueUsed = -QUEUE_ACTIVE_MINUTES;
    private int undelivered;
    private int undeliveredUsed = -QUEUE_ACTIVE_MINUTES;
    private int deadLetters;
    private int deadLettersUsed = -QUEUE_ACTIVE_MINUTES;
    private int unread;
    private int unreadSince;

    int minute() {
        return minute;
    }

    /** Operators empty the queues of what was given up. */
    void purge() {
        undelivered = 0;
        deadLetters = 0;
        undeliveredUsed = minute;
        deadLettersUsed = minute;
    }

    /** One more minute. */
    void pass() {
        deliver();
        int accepted = process();
        aggregate(accepted);
        answer();
        log();
        queue("events", queued, queued == 0 ? 0 : (minute - queuedSince) * 60 + 1, queueUsed);
        queue("undelivered", undelivered, 0, undeliveredUsed);
        queue("dead-letters", deadLetters, 0, deadLettersUsed);
        minute++;
    }

    private void deliver() {
        if (published == 0) {
            return;
        }
        rule("Events-Archive-purchase-orders-test", "MatchedEvents", published);
        if (ruleDisabled) {
            return;
        }
        String rule = "purchase-orders-test-every-event";
        rule(rule, "MatchedEvents", published);
        rule(rule, "Invocations", published);
        if (queueRefuses || keyDisabled) {
            rule(rule, "FailedInvocations", published);
            if (undeliveredRefuses) {
                rule(rule, "InvocationsFailedToBeSentToDlq", published);
            } else {
                rule(rule, "InvocationsSentToDlq", published);
                undelivered += published;
                undeliveredUsed = minute;
            }
            return;
        }
        if (queued == 0) {
            queuedSince = minute;
        }
        queued += published;
        queueUsed = minute;
    }

    private int process() {
        if (queueMappingDisabled || queued == 0 || keyDisabled) {
            return 0;
        }
        if (processorThrottled) {
            lambda("order-processor", "Throttles", 1);
            giveUpMessages();
            return 0;
        }
        lambda("order-processor", "Throttles", 0);
        lambda("order-processor", "Errors", processorFails ? 1 : 0);
        mapping("EventsToProcessor", "FailedInvokeEventCount", processorFails || processorReturns ? queued : 0);
        int refused = Math.min(queued, conflicts + rejected);
        boolean failed = processorFails || processorReturns;
        own(
                "order-processor",
                Map.of(
                        MetricNames.EVENTS_ACCEPTED, failed ? 0 : queued - refused,
                        MetricNames.EVENTS_DUPLICATE, 0,
                        MetricNames.EVENTS_CONFLICT, failed ? 0 : conflicts,
                        MetricNames.EVENTS_REJECTED, failed ? 0 : rejected,
                        MetricNames.EVENTS_RETURNED_TO_QUEUE, failed ? queued : 0));
        if (failed) {
            giveUpMessages();
            return 0;
        }
        int accepted = queued - refused;
        queued = 0;
        return accepted;
    }

    private void giveUpMessages() {
        queueUsed = minute;
        if (minute - queuedSince > GIVE_UP_MINUTES) {
            deadLetters += queued;
            deadLettersUsed = minute;
            queued = 0;
        }
    }

    /** @param accepted events that are in the table now */
    private void aggregate(int accepted) {
        if (unread == 0) {
            unreadSince = minute;
        }
        unread += accepted;
        if (unread == 0 || streamMappingDisabled) {
            return;
        }
        if (endOfMinute && minute == unreadSince) {
            return; // stored in the last moment of a minute, read in the next
        }
        lambda("order-aggregator", "IteratorAge", (minute - unreadSince) * 60_000.0 + lagMillis);
        if (aggregatorThrottled) {
            lambda("order-aggregator", "Throttles", 1);
        } else {
            lambda("order-aggregator", "Invocations", 1);
            lambda("order-aggregator", "Throttles", 0);
            lambda("order-aggregator", "Errors", aggregatorFails || oneBatchFails ? 1 : 0);
        }
        if (aggregatorThrottled || aggregatorFails) {
            giveUpRecords();
            return;
        }
        Map<String, Number> values = new HashMap<>(Map.of(
                MetricNames.RECORDS_RECEIVED, unread,
                MetricNames.EVENTS_APPLIED, unread - quarantined,
                MetricNames.EVENTS_DUPLICATE, 0,
                MetricNames.EVENTS_QUARANTINED, quarantined,
                MetricNames.ROWS_QUARANTINED, rowsQuarantined,
                MetricNames.ANOMALIES, 1,
                MetricNames.IMMUTABILITY_VIOLATIONS, violations,
                MetricNames.CONSERVATION_IMBALANCE, imbalance,
                MetricNames.LAG_MILLIS, lagMillis,
                MetricNames.WRITES_PER_EVENT, 4));
        own("order-aggregator", values);
        unread = 0;
    }

    private void giveUpRecords() {
        if (minute - unreadSince <= STREAM_GIVE_UP_MINUTES) {
            return;
        }
        if (failedBatchesRefuse) {
            for (String consumer : List.of("order-aggregator-test", LATER_CONSUMER)) {
                metrics.put(Metric.of(LAMBDA, "DestinationDeliveryFailures", "FunctionName", consumer), minute, 1);
            }
            mapping("EventsToAggregator", "DroppedEventCount", unread);
        } else {
            mapping("EventsToAggregator", "OnFailureDestinationDeliveredEventCount", unread);
        }
        unread = 0;
    }

    private void answer() {
        if (requests == 0) {
            return;
        }
        answer("order-api", apiThrottled, apiFails, apiServerErrors);
        answer("order-audit", auditThrottled, auditFails, auditServerErrors);
        gateway("4XXError", 1);
        gateway("Count", requests);
        gateway("Latency", latencyMillis);
        gateway("Latency", latencyMillis / 2.0);
    }

    private void answer(String function, boolean throttled, boolean fails, int serverErrors) {
        lambda(function, "Throttles", throttled ? requests : 0);
        lambda(function, "Errors", fails ? requests : 0);
        gateway("5XXError", fails ? requests : serverErrors);
        own(
                function,
                Map.of(
                        MetricNames.REQUESTS, 1,
                        MetricNames.SERVER_ERRORS, serverErrors,
                        MetricNames.LATENCY_MILLIS, latencyMillis));
    }

    /** A quarter of an hour is exported in another; the schedule of the notary runs every quarter of an hour. */
    private void log() {
        if (!exportsFail) {
            exportedThrough = minute - 2 * NOTARY_MINUTES;
        }
        if (notaryDisabled || minute % NOTARY_MINUTES != 0) {
            return;
        }
        metrics.put(Metric.of(LAMBDA, "Errors", "FunctionName", "order-notary-test"), minute, notaryFails ? 1 : 0);
        if (!notaryFails) {
            own(
                    "order-notary",
                    Map.of(
                            NotaryTelemetry.ENTRIES_LOGGED, published,
                            NotaryTelemetry.LOG_VIOLATIONS, logViolations,
                            NotaryTelemetry.LOG_AGE_MILLIS, (minute - exportedThrough) * 60_000));
        }
    }

    private void queue(String name, int visible, int ageSeconds, int used) {
        if (minute - used < QUEUE_ACTIVE_MINUTES) {
            String queue = "purchase-orders-test-" + name;
            metrics.put(Metric.of(SQS, "ApproximateNumberOfMessagesVisible", "QueueName", queue), minute, visible);
            metrics.put(Metric.of(SQS, "ApproximateAgeOfOldestMessage", "QueueName", queue), minute, ageSeconds);
        }
    }

    private void rule(String rule, String name, double value) {
        metrics.put(Metric.of(EVENTS, name, "EventBusName", BUS, "RuleName", rule), minute, value);
    }

    private void gateway(String name, double value) {
        metrics.put(Metric.of("AWS/ApiGateway", name, "ApiName", "purchase-orders-test", "Stage", "v1"), minute, value);
    }

    private void mapping(String id, String name, double value) {
        metrics.put(Metric.of(LAMBDA, name, "EventSourceMappingUUID", id), minute, value);
    }

    /** Lambda sends what an alias invokes under the function, under the alias, and under its version. */
    private void lambda(String function, String name, double value) {
        metricsOf(function + "-test", name, value);
        if (function.equals("order-aggregator")) {
            metricsOf(LATER_CONSUMER, name, value);
        }
    }

    private void metricsOf(String physical, String name, double value) {
        String alias = physical + ":live";
        metrics.put(Metric.of(LAMBDA, name, "FunctionName", physical), minute, value);
        metrics.put(Metric.of(LAMBDA, name, "FunctionName", physical, "Resource", alias), minute, value);
        metrics.put(
                Metric.of(
                        LAMBDA,
                        name,
                        "FunctionName",
                        physical,
                        "Resource",
                        alias,
                        "ExecutedVersion",
                        TemplateAlarms.VERSION),
                minute,
                value);
    }

    private void own(String service, Map<String, ? extends Number> values) {
        OwnMetrics.lines(service, values).forEach(line -> metrics.put(line, minute));
    }
}
