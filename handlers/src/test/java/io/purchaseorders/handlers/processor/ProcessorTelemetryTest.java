package io.purchaseorders.handlers.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.handlers.telemetry.MetricNames;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.handlers.telemetry.Told;
import io.purchaseorders.stores.memory.InMemoryDuplicateStore;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryNoteStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What operators learn of published events. */
@NullMarked
class ProcessorTelemetryTest {

    private static final String SERVICE = "order-processor";
    private static final String MARKER = "Geheimnis";
    private static final String PLACED =
            "{\"eventId\":\"e1\",\"orderId\":\"o1\",\"occurredAt\":\"2026-11-23T10:00:00Z\",\"customerId\":\"" + MARKER
                    + "\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"" + MARKER
                    + "\",\"quantity\":1,\"unitPrice\":12.50}],\"note\":\"" + MARKER + "\"}";

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final ProcessorStores stores = new ProcessorStores(
            events, events, new InMemoryRejectionStore(), new InMemoryDuplicateStore(), new InMemoryNoteStore());

    private void publish(Telemetry telemetry, String detail) {
        String payload = "{\"id\":\"d\",\"detail-type\":\"OrderPlaced\",\"source\":\"shop\",\"detail\":" + detail + "}";
        Clock clock = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
        new OrderProcessor(stores, clock, telemetry).handleRequest(Batches.of(payload), Told.CONTEXT);
    }

    private Told everyOutcome() {
        return Told.by(SERVICE, telemetry -> {
            publish(telemetry, PLACED);
            publish(telemetry, PLACED);
            publish(telemetry, PLACED.replace("12.50", "13"));
            publish(telemetry, PLACED.replace("\"o1\"", "\"" + MARKER + " \"").replace("EUR", MARKER));
        });
    }

    @Test
    void every_event_counts_as_what_became_of_it() {
        Told told = everyOutcome();
        assertThat(told.names(SERVICE)).isEqualTo(MetricNames.PROCESSOR);
        assertThat(told.values(MetricNames.EVENTS_ACCEPTED)).containsExactly("1", "0", "0", "0");
        assertThat(told.values(MetricNames.EVENTS_DUPLICATE)).containsExactly("0", "1", "0", "0");
        assertThat(told.values(MetricNames.EVENTS_CONFLICT)).containsExactly("0", "0", "1", "0");
        assertThat(told.values(MetricNames.EVENTS_REJECTED)).containsExactly("0", "0", "0", "1");
        assertThat(told.values(MetricNames.EVENTS_RETURNED_TO_QUEUE)).containsOnly("0");
    }

    @Test
    void what_is_no_event_of_the_bus_counts_as_returned_to_the_queue_and_nothing_of_it_is_told() {
        Told told = Told.by(
                SERVICE,
                telemetry -> new OrderProcessor(stores, Clock.systemUTC(), telemetry)
                        .handleRequest(Batches.of(MARKER, "{\"detail\":{}}"), Told.CONTEXT));
        assertThat(told.values(MetricNames.EVENTS_RETURNED_TO_QUEUE)).containsExactly("2");
        told.assertHolds(Set.of("m-0", "m-1"), MARKER);
    }

    @Test
    void a_line_names_the_order_and_the_event_and_nothing_else_that_was_published() {
        everyOutcome().assertHolds(Set.of("o1", "e1", "accepted", "duplicate", "conflict", "rejected"), MARKER);
    }
}
