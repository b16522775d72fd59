package io.purchaseorders.handlers.aggregator;

import static io.purchaseorders.handlers.telemetry.MetricNames.ANOMALIES;
import static io.purchaseorders.handlers.telemetry.MetricNames.CONSERVATION_IMBALANCE;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_APPLIED;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_DUPLICATE;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_QUARANTINED;
import static io.purchaseorders.handlers.telemetry.MetricNames.IMMUTABILITY_VIOLATIONS;
import static io.purchaseorders.handlers.telemetry.MetricNames.LAG_MILLIS;
import static io.purchaseorders.handlers.telemetry.MetricNames.RECORDS_RECEIVED;
import static io.purchaseorders.handlers.telemetry.MetricNames.ROWS_QUARANTINED;
import static io.purchaseorders.handlers.telemetry.MetricNames.WRITES_PER_EVENT;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.purchaseorders.events.EventKey;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Reports the outcome of a batch as metrics and as log lines. Of an event the lines hold its ids and nothing else. */
final class BatchTelemetry {

    private static final Logger LOG = LoggerFactory.getLogger(OrderAggregator.class);

    /** Digits of a ratio that a graph can show. */
    private static final int RATIO_SCALE = 3;

    private final Telemetry telemetry;
    private final Clock clock;

    BatchTelemetry(Telemetry telemetry, Clock clock) {
        this.telemetry = telemetry;
        this.clock = clock;
    }

    <T> T during(Context context, Supplier<T> invocation) {
        return telemetry.during(context, invocation);
    }

    /** @param closed the window, where this was its last batch */
    void applied(
            @Nullable String shardId,
            @Nullable List<DynamodbStreamRecord> records,
            BatchParts.Outcome outcome,
            Optional<WindowEnd.Closed> closed) {
        Applied batch = outcome.applied();
        if (LOG.isDebugEnabled() && records != null) {
            for (DynamodbStreamRecord record : records) {
                event(Level.DEBUG, "record read", key(record));
            }
        }
        for (EventRef event : batch.quarantined()) {
            event(Level.WARN, "event quarantined", event);
        }
        for (EventRef event : batch.violations()) {
            event(Level.ERROR, "event forged or changed", event);
        }
        RecordCounts recordCounts = batch.recordCounts();
        LOG.atInfo()
                .addKeyValue("shardId", shardId)
                .addKeyValue("delivered", batch.delivered())
                .addKeyValue("received", recordCounts.received())
                .addKeyValue("applied", recordCounts.applied())
                .addKeyValue("released", recordCounts.released())
                .addKeyValue("quarantined", recordCounts.quarantined())
                .addKeyValue("writes", batch.writes())
                .addKeyValue("leftForWantOfTime", outcome.rest().size())
                .log("batch applied");
        if (closed.isPresent() && closed.get().imbalance() != 0) {
            LOG.atError()
                    .addKeyValue("shardId", shardId)
                    .addKeyValue("imbalance", closed.get().imbalance())
                    .log("the record counts of the window do not balance");
        }
        telemetry.publish(values(batch, closed));
    }

    private Map<String, Number> values(Applied batch, Optional<WindowEnd.Closed> closed) {
        RecordCounts recordCounts = batch.recordCounts();
        long applied = recordCounts.applied() + recordCounts.released();
        Map<String, Number> values = new LinkedHashMap<>();
        values.put(RECORDS_RECEIVED, batch.delivered());
        values.put(EVENTS_APPLIED, applied);
        // Records that were delivered again, and those that had nothing to add.
        values.put(EVENTS_DUPLICATE, batch.delivered() - recordCounts.received() + recordCounts.duplicates());
        values.put(EVENTS_QUARANTINED, recordCounts.quarantined());
        values.put(ROWS_QUARANTINED, batch.rowsQuarantined());
        values.put(ANOMALIES, batch.anomalies());
        values.put(IMMUTABILITY_VIOLATIONS, batch.violations().size());
        if (closed.isPresent()) {
            values.put(CONSERVATION_IMBALANCE, closed.get().imbalance());
        }
        if (batch.recordedThrough().isPresent()) {
            Duration lag = Duration.between(batch.recordedThrough().get(), clock.instant());
            values.put(LAG_MILLIS, Math.max(0, lag.toMillis()));
        }
        if (applied > 0) {
            values.put(
                    WRITES_PER_EVENT,
                    BigDecimal.valueOf(batch.writes())
                            .divide(BigDecimal.valueOf(applied), RATIO_SCALE, RoundingMode.HALF_UP));
        }
        return values;
    }

    private static EventRef key(DynamodbStreamRecord record) {
        var keys = record.getDynamodb().getKeys();
        return new EventRef(text(keys.get(StoredNames.ORDER_ID)), text(keys.get(StoredNames.TIMESTAMP)));
    }

    private static String text(@Nullable AttributeValue value) {
        return value == null ? "" : String.valueOf(value.getS());
    }

    private static void event(Level level, String message, EventRef event) {
        LOG.atLevel(level)
                .addKeyValue("orderId", event.orderId())
                .addKeyValue("eventId", eventId(event.timestamp()))
                .log(message);
    }

    /**
     * Returns the event id in a sort key, or the whole key where it is not the key of an event: the item is found by
     * it.
     */
    private static String eventId(String timestamp) {
        try {
            return EventKey.parse(timestamp).eventId();
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            return timestamp;
        }
    }
}
