package io.purchaseorders.handlers.processor;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.dynamodb.DynamoEventStore;
import io.purchaseorders.handlers.dynamodb.DynamoRejectionStore;
import io.purchaseorders.handlers.dynamodb.Tables;
import io.purchaseorders.handlers.store.EventStore;
import io.purchaseorders.handlers.store.EventStore.Appended;
import io.purchaseorders.handlers.store.Rejection;
import io.purchaseorders.handlers.store.RejectionStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The function {@code order-processor}: takes one event from EventBridge and stores it, once, or keeps it among the
 * rejections. It reads the payload itself, because the runtime's own deserializers would turn decimals into binary
 * floating point. Answers {@code {"outcome": "accepted|duplicate|conflict|rejected"}}.
 */
public final class OrderProcessor implements RequestStreamHandler {

    private static final Logger LOG = LoggerFactory.getLogger(OrderProcessor.class);

    private final EventStore events;
    private final RejectionStore rejections;
    private final Clock clock;

    public OrderProcessor() {
        this(System.getenv());
    }

    public OrderProcessor(Map<String, String> environment) {
        this(Tables.of(environment));
    }

    private OrderProcessor(Tables tables) {
        this(new DynamoEventStore(tables), new DynamoRejectionStore(tables), Clock.systemUTC());
    }

    OrderProcessor(EventStore events, RejectionStore rejections, Clock clock) {
        this.events = events;
        this.rejections = rejections;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Envelope envelope = Envelope.read(input.readAllBytes());
        String outcome = process(envelope);
        LOG.info("event {} of type {} is {}", envelope.id(), envelope.type(), outcome);
        output.write(("{\"outcome\":\"" + outcome + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private String process(Envelope envelope) {
        return switch (Intake.read(envelope, clock.instant())) {
            case Intake.Outcome.Accept valid -> append(valid.event());
            case Intake.Outcome.Duplicate duplicate -> "duplicate";
            case Intake.Outcome.Reject refused -> keep(refused.rejection());
        };
    }

    private String append(RecordedEvent received) {
        return switch (Intake.compare(received, events.history(received.event().orderId()))) {
            case Intake.Outcome.Accept isNew -> insert(isNew.event());
            case Intake.Outcome.Duplicate duplicate -> "duplicate";
            case Intake.Outcome.Reject refused -> keep(refused.rejection());
        };
    }

    /** The history may be outrun by another delivery; the condition of the insert is not. */
    private String insert(RecordedEvent received) {
        return switch (events.append(received)) {
            case Appended.Stored stored -> "accepted";
            case Appended.Present present ->
                Intake.conflict(received, present.stored()).map(this::keep).orElse("duplicate");
        };
    }

    private String keep(Rejection rejection) {
        rejections.add(rejection);
        return switch (rejection.outcome()) {
            case REJECTED -> "rejected";
            case CONFLICT -> "conflict";
        };
    }
}
