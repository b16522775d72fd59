package io.purchaseorders.handlers.processor;

import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_ACCEPTED;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_CONFLICT;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_DUPLICATE;
import static io.purchaseorders.handlers.telemetry.MetricNames.EVENTS_REJECTED;
import static io.purchaseorders.handlers.telemetry.MetricNames.PROCESSOR;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.payload.Payload;
import io.purchaseorders.handlers.snapstart.Priming;
import io.purchaseorders.handlers.telemetry.PowertoolsTelemetry;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.stores.DuplicateWriter;
import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.EventWriter.Appended;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.RejectionWriter;
import io.purchaseorders.stores.dynamodb.DynamoDuplicateStore;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The function {@code order-processor}: takes one event from EventBridge and stores it, once, or keeps it among the
 * rejections. It reads the payload itself, because the runtime's own deserializers would turn decimals into binary
 * floating point. Answers {@code {"outcome": "accepted|duplicate|conflict|rejected"}}.
 */
public final class OrderProcessor implements RequestStreamHandler, Resource {

    private static final Logger LOG = LoggerFactory.getLogger(OrderProcessor.class);

    private final EventStore events;
    private final RejectionWriter rejections;
    private final DuplicateWriter duplicates;
    private final Clock clock;
    private final Telemetry telemetry;

    /**
     * What became of an event.
     *
     * @param metric what it counts as
     * @param ids what a log may tell of it: ids only
     */
    private record Settled(String outcome, String metric, Map<String, String> ids) {}

    public OrderProcessor() {
        this(Tables.of(System.getenv()), new PowertoolsTelemetry());
        Core.getGlobalContext().register(this);
    }

    public OrderProcessor(Map<String, String> environment) {
        this(Tables.of(environment), Telemetry.SILENT);
    }

    private OrderProcessor(Tables tables, Telemetry telemetry) {
        this(
                new DynamoEventStore(tables),
                new DynamoRejectionStore(tables),
                new DynamoDuplicateStore(tables),
                Clock.systemUTC(),
                telemetry);
    }

    OrderProcessor(
            EventStore events,
            RejectionWriter rejections,
            DuplicateWriter duplicates,
            Clock clock,
            Telemetry telemetry) {
        this.events = events;
        this.rejections = rejections;
        this.duplicates = duplicates;
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
        try {
            Envelope envelope = Envelope.read(Priming.ENVELOPE);
            Admission.read(envelope, Priming.event().recordedAt());
        } catch (IOException e) {
            throw new UncheckedIOException("an envelope of this system can be read", e);
        }
        Admission.compare(Priming.event(), new DynamoEventStore(tables).history(Priming.NOBODY));
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Envelope envelope = Envelope.read(Payload.text(input));
        Settled settled = telemetry.during(context, () -> tell(envelope.id(), process(envelope)));
        output.write(("{\"outcome\":\"" + settled.outcome() + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private Settled tell(String delivery, Settled settled) {
        LoggingEventBuilder line = LOG.atInfo().addKeyValue("outcome", settled.outcome());
        line = line.addKeyValue("deliveryId", delivery);
        for (Map.Entry<String, String> id : settled.ids().entrySet()) {
            line = line.addKeyValue(id.getKey(), id.getValue());
        }
        line.log("event taken");
        telemetry.publish(PROCESSOR.stream()
                .collect(Collectors.toMap(metric -> metric, metric -> metric.equals(settled.metric()) ? 1 : 0)));
        return settled;
    }

    private Settled process(Envelope envelope) {
        return switch (Admission.read(envelope, clock.instant())) {
            case Admission.Outcome.Accept valid -> append(valid.event(), envelope.id());
            case Admission.Outcome.Duplicate duplicate -> again(duplicate.stored(), envelope.id());
            case Admission.Outcome.Reject refused -> keep(refused.rejection());
        };
    }

    private Settled append(RecordedEvent received, String delivery) {
        return switch (Admission.compare(
                received, events.history(received.event().orderId()))) {
            case Admission.Outcome.Accept isNew -> insert(isNew.event(), delivery);
            case Admission.Outcome.Duplicate duplicate -> again(duplicate.stored(), delivery);
            case Admission.Outcome.Reject refused -> keep(refused.rejection());
        };
    }

    /**
     * The history may be outrun by another delivery; the condition of the insert is not. The event is recorded now, after
     * the history was read: how fresh an answer can claim to be rests on how soon an insert follows.
     */
    private Settled insert(RecordedEvent valid, String delivery) {
        RecordedEvent received = new RecordedEvent(valid.event(), valid.source(), clock.instant(), valid.detail());
        return switch (events.append(received)) {
            case Appended.Stored stored -> new Settled("accepted", EVENTS_ACCEPTED, ids(received));
            case Appended.Present present ->
                Admission.conflict(received, present.stored())
                        .map(this::keep)
                        .orElseGet(() -> again(present.stored(), delivery));
        };
    }

    private Settled again(RecordedEvent stored, String delivery) {
        duplicates.count(stored.event().orderId(), stored.event().eventId(), delivery);
        return new Settled("duplicate", EVENTS_DUPLICATE, ids(stored));
    }

    private Settled keep(Rejection rejection) {
        rejections.add(rejection);
        return switch (rejection.outcome()) {
            // Nothing else of it was understood; what stands in place of its ids may be anything.
            case REJECTED -> new Settled("rejected", EVENTS_REJECTED, Map.of("rejectionId", rejection.rejectionId()));
            case CONFLICT ->
                new Settled(
                        "conflict",
                        EVENTS_CONFLICT,
                        Map.of(
                                "rejectionId", rejection.rejectionId(),
                                "orderId", rejection.orderId().orElse(""),
                                "eventId", rejection.eventId().orElse("")));
        };
    }

    private static Map<String, String> ids(RecordedEvent event) {
        return Map.of(
                "orderId", event.event().orderId(),
                "eventId", event.event().eventId());
    }
}
