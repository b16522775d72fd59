package io.purchaseorders.handlers.processor;

import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_ACCEPTED;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_CONFLICT;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_DUPLICATE;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_REJECTED;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_RETURNED_TO_QUEUE;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.purchaseorders.handlers.processor.Delivery.Outcome;
import io.purchaseorders.handlers.snapstart.Priming;
import io.purchaseorders.handlers.telemetry.PowertoolsTelemetry;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The function {@code order-processor}: takes a batch of the queue, whose messages are events as EventBridge wraps them,
 * and stores each event once, or keeps it among the rejections. What fails goes back to the queue, message by message.
 */
public final class OrderProcessor implements RequestHandler<SQSEvent, BatchAnswer>, Resource {

    private static final Logger LOG = LoggerFactory.getLogger(OrderProcessor.class);

    /** Orders whose events are stored at once: enough to hide a round trip, few enough for one small function. */
    private static final int ORDERS_AT_ONCE = 8;

    private static final ThreadFactory WORKER = Thread.ofPlatform().daemon().factory();

    private static final Map<Outcome, String> METRICS = Map.of(
            Outcome.ACCEPTED, EVENTS_ACCEPTED,
            Outcome.DUPLICATE, EVENTS_DUPLICATE,
            Outcome.CONFLICT, EVENTS_CONFLICT,
            Outcome.REJECTED, EVENTS_REJECTED);

    private final ProcessorStores stores;
    private final Clock clock;
    private final Telemetry telemetry;
    private final ExecutorService workers = Executors.newFixedThreadPool(ORDERS_AT_ONCE, WORKER);

    public OrderProcessor() {
        this(Tables.of(System.getenv()).requireCodes(), new PowertoolsTelemetry());
        Core.getGlobalContext().register(this);
    }

    public OrderProcessor(Map<String, String> environment) {
        this(Tables.of(environment).requireCodes(), Telemetry.SILENT);
    }

    private OrderProcessor(Tables tables, Telemetry telemetry) {
        this(ProcessorStores.of(tables), Clock.systemUTC(), telemetry);
    }

    OrderProcessor(ProcessorStores stores, Clock clock, Telemetry telemetry) {
        this.stores = stores;
        this.clock = clock;
        this.telemetry = telemetry;
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        Priming.run(System.getenv(), OrderProcessor::prime);
    }

    /** Nothing was kept that would have to be made anew. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}

    /** An event is read and compared with a history that is empty, and goes no further. */
    static void prime(Tables tables) {
        Envelope.read(Priming.ENVELOPE)
                .ifPresent(envelope -> Admission.read(envelope, Priming.event().recordedAt()));
        Admission.compare(Priming.event(), new DynamoEventStore(tables).history(Priming.NOBODY));
    }

    @Override
    public BatchAnswer handleRequest(SQSEvent batch, Context context) {
        return telemetry.during(context, () -> tell(deliver(batch.getRecords(), instance(context))));
    }

    /** One log stream for each instance, also where several begin from the same snapshot. */
    private static String instance(Context context) {
        return Objects.requireNonNullElse(context.getLogStreamName(), "");
    }

    private List<Delivery> deliver(List<SQSMessage> messages, String instance) {
        Map<String, Envelope> envelopes = new LinkedHashMap<>();
        List<Delivery> deliveries = new ArrayList<>();
        for (SQSMessage message : messages) {
            Envelope.read(message.getBody())
                    .ifPresentOrElse(
                            envelope -> envelopes.put(message.getMessageId(), envelope),
                            () -> deliveries.add(new Delivery.Unreadable(message.getMessageId())));
        }
        deliveries.addAll(new Recorder(stores, clock, workers, instance).record(envelopes));
        return deliveries;
    }

    /** Says what became of each message, in the log, in metrics and to the queue. */
    private BatchAnswer tell(List<Delivery> deliveries) {
        List<BatchItemFailure> failures = new ArrayList<>();
        Map<Outcome, Integer> outcomes = new TreeMap<>();
        List<RuntimeException> causes = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            switch (delivery) {
                case Delivery.Settled settled -> {
                    outcomes.merge(settled.outcome(), 1, Integer::sum);
                    log(settled);
                }
                case Delivery.Failed failed -> {
                    failures.add(new BatchItemFailure(failed.messageId()));
                    causes.add(failed.cause());
                    LOG.atWarn()
                            .addKeyValue("messageId", failed.messageId())
                            .addKeyValue("failure", failed.cause().getClass().getName())
                            .log("event goes back to the queue");
                }
                case Delivery.Unreadable unreadable -> {
                    failures.add(new BatchItemFailure(unreadable.messageId()));
                    LOG.atError()
                            .addKeyValue("messageId", unreadable.messageId())
                            .log("message is no event of the bus");
                }
            }
        }
        telemetry.publish(metrics(outcomes, failures.size()));
        if (!causes.isEmpty() && outcomes.isEmpty()) {
            // Nothing of the batch succeeded: an error of the function shows, and Lambda comes back more slowly.
            throw causes.getFirst();
        }
        return new BatchAnswer(
                failures,
                outcomes.entrySet().stream()
                        .collect(Collectors.toMap(count -> name(count.getKey()), Map.Entry::getValue)));
    }

    private static Map<String, Integer> metrics(Map<Outcome, Integer> outcomes, int failures) {
        Map<String, Integer> values = new TreeMap<>();
        METRICS.forEach((outcome, metric) -> values.put(metric, outcomes.getOrDefault(outcome, 0)));
        values.put(EVENTS_RETURNED_TO_QUEUE, failures);
        return values;
    }

    private static void log(Delivery.Settled settled) {
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("outcome", name(settled.outcome()))
                .addKeyValue("deliveryId", settled.eventBridgeId());
        for (Map.Entry<String, String> id : settled.ids().entrySet()) {
            line = line.addKeyValue(id.getKey(), id.getValue());
        }
        line.log("event taken");
    }

    private static String name(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
