package io.purchaseorders.handlers.aggregator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.snapstart.Priming;
import io.purchaseorders.handlers.telemetry.PowertoolsTelemetry;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.projections.batch.BatchPlanner;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.dynamodb.DynamoBirthStore;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoGenerationStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The function {@code order-aggregator}: folds a batch of the events' stream into the projections. The window's state
 * carries counters only and is never the only copy of anything. A batch that fails is retried whole, which is harmless.
 */
public final class OrderAggregator
        implements RequestHandler<DynamodbTimeWindowEvent, TimeWindowEventResponse>, Resource {

    /** Writes of a batch that are under way at once: enough to hide a round trip, few enough for one small function. */
    private static final int WRITERS = 16;

    private final Aggregation aggregation;
    private final StreamRecords records;
    private final BatchParts parts;
    private final BatchTelemetry telemetry;

    public OrderAggregator() {
        this(System.getenv(), new PowertoolsTelemetry());
        Core.getGlobalContext().register(this);
    }

    public OrderAggregator(Map<String, String> environment) {
        this(environment, Telemetry.SILENT);
    }

    private OrderAggregator(Map<String, String> environment, Telemetry telemetry) {
        this(Tables.of(environment).requireCodes(), environment, telemetry);
    }

    private OrderAggregator(Tables tables, Map<String, String> environment, Telemetry telemetry) {
        this(
                aggregation(tables, ZoneId.of(environment.getOrDefault("REPORTING_TIME_ZONE", "UTC"))),
                tables.codes(),
                new BatchTelemetry(telemetry, Clock.systemUTC()));
    }

    private static Aggregation aggregation(Tables tables, ZoneId zone) {
        return new Aggregation(
                new Aggregation.Stores(
                        new DynamoEventStore(tables),
                        new DynamoProjectionStore(tables),
                        new DynamoShardStore(tables),
                        new DynamoRejectionStore(tables),
                        new DynamoQuarantineStore(tables)),
                new StreamLineage(tables),
                new TableBirth(
                        new DynamoBirthStore(tables),
                        new DynamoGenerationStore(tables),
                        tables.generation(),
                        tables.aggregations(),
                        zone),
                Executors.newFixedThreadPool(WRITERS, Thread.ofVirtual().factory()));
    }

    OrderAggregator(Aggregation aggregation, EventCodes codes) {
        this(aggregation, codes, new BatchTelemetry(Telemetry.SILENT, Clock.systemUTC()));
    }

    OrderAggregator(Aggregation aggregation, EventCodes codes, BatchTelemetry telemetry) {
        this(aggregation, codes, BatchParts.OWN, telemetry);
    }

    OrderAggregator(Aggregation aggregation, EventCodes codes, BatchParts parts, BatchTelemetry telemetry) {
        this.aggregation = aggregation;
        this.records = new StreamRecords(codes);
        this.parts = parts;
        this.telemetry = telemetry;
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Priming.run(System.getenv(), OrderAggregator::prime);
    }

    /** Nothing needs to be renewed after a restore. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}

    /** Reads what a batch reads and plans a batch of one event, but writes nothing. */
    static void prime(Tables tables) {
        RecordedEvent event = Priming.event();
        new DynamoBirthStore(tables).read();
        new DynamoGenerationStore(tables).read();
        new DynamoQuarantineStore(tables).state();
        Map<String, OrderRow> rows = new DynamoProjectionStore(tables).orders(Set.of(Priming.NOBODY));
        BatchPlanner.plan(List.of(new SequencedEvent(SequenceNumber.of("1"), event)), rows, Map.of(), ZoneOffset.UTC);
    }

    @Override
    public TimeWindowEventResponse handleRequest(DynamodbTimeWindowEvent event, Context context) {
        return telemetry.during(context, () -> handle(event, context));
    }

    private TimeWindowEventResponse handle(DynamodbTimeWindowEvent event, Context context) {
        boolean isLast = Boolean.TRUE.equals(event.getIsFinalInvokeForWindow());
        // The last invocation of a window brings no records; should it, there would be nothing to report a rest to.
        BatchParts.Outcome outcome = (isLast ? BatchParts.WHOLE : parts)
                .apply(
                        records.read(event.getRecords()),
                        context,
                        part -> aggregation.apply(event.getShardId(), streamArn(event.getRecords()), part));
        Applied batch = outcome.applied();
        WindowCounters counters = WindowCounters.read(event.getState()).plus(batch);
        Optional<WindowEnd.Closed> closed = isLast
                ? Optional.of(aggregation.endWindow(
                        event.getShardId(),
                        Instant.parse(event.getWindow().getStart()),
                        Instant.parse(event.getWindow().getEnd()),
                        Boolean.TRUE.equals(event.getIsWindowTerminatedEarly()),
                        counters))
                : Optional.empty();
        telemetry.applied(event.getShardId(), event.getRecords(), outcome, closed);
        return TimeWindowEventResponse.builder()
                .withState(counters.write())
                .withBatchItemFailures(reported(event, outcome))
                .build();
    }

    /** From the reported record on Lambda delivers the batch again. */
    private static List<TimeWindowEventResponse.BatchItemFailure> reported(
            DynamodbTimeWindowEvent event, BatchParts.Outcome outcome) {
        if (outcome.rest().isEmpty()) {
            return List.of();
        }
        List<DynamodbStreamRecord> records = event.getRecords();
        return List.of(new TimeWindowEventResponse.BatchItemFailure(
                records.get(records.size() - outcome.rest().size())
                        .getDynamodb()
                        .getSequenceNumber()));
    }

    private static String streamArn(@Nullable List<DynamodbStreamRecord> records) {
        return records == null || records.isEmpty()
                ? ""
                : Objects.requireNonNullElse(records.getFirst().getEventSourceARN(), "");
    }
}
