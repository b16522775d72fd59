package io.purchaseorders.cli.alarms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Something that goes wrong, and the alarm that has to ring for it.
 *
 * @param alarm its name without the environment
 * @param what goes wrong
 * @param loads with each of which it rings
 * @param broken is done before every minute from then on
 * @param mended is done once
 */
record Cause(
        String alarm, String what, Set<Load> loads, Consumer<SimulatedStack> broken, Consumer<SimulatedStack> mended) {

    private static final Set<Load> ANY = Set.of(Load.QUIET, Load.BUSY);
    private static final Set<Load> BUSY = Set.of(Load.BUSY);

    /** One at least for every alarm of every template. */
    static final List<Cause> ALL = new ArrayList<>(List.of(
            new Cause(
                    "immutability",
                    "an event is changed in its table",
                    ANY,
                    s -> s.violations = 1,
                    s -> s.violations = 0),
            new Cause("imbalance", "a window's counts do not close", ANY, s -> s.imbalance = 1, s -> s.imbalance = 0),
            new Cause("quarantine", "an event cannot be applied", ANY, s -> s.quarantined = 1, s -> s.quarantined = 0),
            new Cause(
                    "row-quarantine",
                    "a row takes no additions",
                    ANY,
                    s -> s.rowsQuarantined = 1,
                    s -> s.rowsQuarantined = 0),
            new Cause("lag", "batches are late", BUSY, s -> s.lagMillis = 301_000, s -> s.lagMillis = 2_000),
            new Cause(
                    "conflicts",
                    "an event id is used twice",
                    ANY,
                    s -> s.conflicts = s.published > 0 ? 1 : 0,
                    s -> s.conflicts = 0),
            new Cause("rejections", "a publisher is wrong about the schema", BUSY, s -> s.rejected = 60, s -> {}),
            new Cause(
                    "iterator-age",
                    "the aggregator fails",
                    ANY,
                    s -> s.aggregatorFails = true,
                    s -> s.aggregatorFails = false),
            new Cause(
                    "failed-batches",
                    "the aggregator fails for a day",
                    ANY,
                    s -> s.aggregatorFails = true,
                    s -> s.aggregatorFails = false),
            new Cause(
                    "dropped-records",
                    "it does, and the bucket is gone",
                    ANY,
                    s -> s.aggregatorFails = s.failedBatchesRefuse = true,
                    s -> s.aggregatorFails = s.failedBatchesRefuse = false),
            new Cause(
                    "failure-destination",
                    "it does, and the bucket is gone",
                    ANY,
                    s -> s.aggregatorFails = s.failedBatchesRefuse = true,
                    s -> s.aggregatorFails = s.failedBatchesRefuse = false),
            new Cause("undelivered", "the queue's policy refuses the rule", ANY, s -> s.queueRefuses = true, s -> {
                s.queueRefuses = false;
                s.purge();
            }),
            new Cause("undelivered", "the key of the data is disabled", ANY, s -> s.keyDisabled = true, s -> {
                s.keyDisabled = false;
                s.purge();
            }),
            new Cause(
                    "queue-age",
                    "the queue's mapping is disabled",
                    ANY,
                    s -> s.queueMappingDisabled = true,
                    s -> s.queueMappingDisabled = false),
            new Cause("dead-letters", "a message fails for five hours", ANY, s -> s.processorReturns = true, s -> {
                s.processorReturns = false;
                s.purge();
            }),
            new Cause(
                    "queue-mapping",
                    "messages fail in batches that succeed",
                    ANY,
                    s -> s.processorReturns = true,
                    s -> s.processorReturns = false),
            new Cause(
                    "delivery",
                    "the queue's policy refuses the rule",
                    ANY,
                    s -> s.queueRefuses = true,
                    s -> s.queueRefuses = false),
            new Cause(
                    "lost-deliveries",
                    "an entry with its envelope exceeds 1 MB",
                    ANY,
                    s -> s.queueRefuses = s.undeliveredRefuses = true,
                    s -> s.queueRefuses = s.undeliveredRefuses = false),
            new Cause(
                    "rule-standstill",
                    "the rule is disabled",
                    ANY,
                    s -> s.ruleDisabled = true,
                    s -> s.ruleDisabled = false),
            new Cause(
                    "queue-standstill",
                    "the queue's mapping is disabled",
                    ANY,
                    s -> s.queueMappingDisabled = true,
                    s -> s.queueMappingDisabled = false),
            new Cause(
                    "stream-standstill",
                    "the stream's mapping is disabled",
                    ANY,
                    s -> s.streamMappingDisabled = true,
                    s -> s.streamMappingDisabled = false),
            new Cause(
                    "processor-errors",
                    "the processor fails",
                    ANY,
                    s -> s.processorFails = true,
                    s -> s.processorFails = false),
            new Cause(
                    "processor-throttles",
                    "the account has no concurrency left",
                    ANY,
                    s -> s.processorThrottled = true,
                    s -> s.processorThrottled = false),
            new Cause(
                    "aggregator-errors",
                    "the aggregator fails",
                    ANY,
                    s -> s.aggregatorFails = true,
                    s -> s.aggregatorFails = false),
            new Cause(
                    "aggregator-throttles",
                    "the account has no concurrency left",
                    ANY,
                    s -> s.aggregatorThrottled = true,
                    s -> s.aggregatorThrottled = false),
            new Cause("api-errors", "the API's function fails", ANY, s -> s.apiFails = true, s -> s.apiFails = false),
            new Cause(
                    "api-throttles",
                    "readers need more than there is",
                    BUSY,
                    s -> s.apiThrottled = true,
                    s -> s.apiThrottled = false),
            new Cause(
                    "audit-errors",
                    "the auditors' function fails",
                    ANY,
                    s -> s.auditFails = true,
                    s -> s.auditFails = false),
            new Cause(
                    "audit-throttles",
                    "auditors and publishers ask more than there is",
                    BUSY,
                    s -> s.auditThrottled = true,
                    s -> s.auditThrottled = false),
            new Cause("api-5xx", "the API answers 503", ANY, s -> s.apiServerErrors = 1, s -> s.apiServerErrors = 0),
            new Cause("api-latency", "questions take long", BUSY, s -> s.latencyMillis = 2_500, s -> {}),
            new Cause(
                    "processor-release",
                    "the new processor fails",
                    ANY,
                    s -> s.processorFails = true,
                    s -> s.processorFails = false),
            new Cause(
                    "processor-release-returns",
                    "the new processor gives events back",
                    ANY,
                    s -> s.processorReturns = true,
                    s -> s.processorReturns = false),
            new Cause("api-release", "the new API fails", ANY, s -> s.apiFails = true, s -> s.apiFails = false),
            new Cause(
                    "api-release-5xx",
                    "the new API answers 503",
                    ANY,
                    s -> s.apiServerErrors = 1,
                    s -> s.apiServerErrors = 0),
            new Cause("audit-release", "the new audit fails", ANY, s -> s.auditFails = true, s -> s.auditFails = false),
            new Cause(
                    "audit-release-5xx",
                    "the new audit answers 503",
                    ANY,
                    s -> s.auditServerErrors = 1,
                    s -> s.auditServerErrors = 0),
            new Cause(
                    "log-violation",
                    "an event is changed in its table",
                    ANY,
                    s -> s.logViolations = 1,
                    s -> s.logViolations = 0),
            new Cause("log-late", "exports fail", ANY, s -> s.exportsFail = true, s -> s.exportsFail = false),
            new Cause(
                    "log-late",
                    "the notary's schedule is disabled",
                    ANY,
                    s -> s.notaryDisabled = true,
                    s -> s.notaryDisabled = false),
            new Cause(
                    "log-errors", "an export is missing", ANY, s -> s.notaryFails = true, s -> s.notaryFails = false)));

    /** What rings for the consumer of the first generation rings for that of a later one as well. */
    private static final Set<String> OF_EVERY_CONSUMER = Set.of(
            "iterator-age",
            "failed-batches",
            "dropped-records",
            "failure-destination",
            "aggregator-errors",
            "aggregator-throttles",
            "stream-standstill");

    static {
        ALL.addAll(ALL.stream()
                .filter(cause -> OF_EVERY_CONSUMER.contains(cause.alarm()))
                .map(cause -> new Cause(
                        "generation-" + TemplateAlarms.LATER_GENERATION + "-" + cause.alarm(),
                        cause.what(),
                        cause.loads(),
                        cause.broken(),
                        cause.mended()))
                .toList());
    }
}
