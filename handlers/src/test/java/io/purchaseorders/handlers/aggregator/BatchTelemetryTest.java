package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.telemetry.MetricNames;
import io.purchaseorders.handlers.telemetry.Told;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.StoredNames;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What operators learn of a batch. */
@NullMarked
class BatchTelemetryTest {

    private static final String SERVICE = "order-aggregator";
    private static final String MARKER = "Geheimnis";
    private static final Instant RECORDED = Instant.parse("2026-11-23T10:00:10Z");
    private static final String PLACED =
            "{\"eventId\":\"e1\",\"orderId\":\"o1\",\"occurredAt\":\"2026-11-23T10:00:00Z\",\"customerId\":\"" + MARKER
                    + "\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"" + MARKER
                    + "\",\"quantity\":1,\"unitPrice\":12.50}],\"note\":\"" + MARKER + "\"}";

    private final InMemoryProjections totals = new InMemoryProjections();
    private final Stores stores = new Stores(
            new InMemoryEventStore(), totals, totals, new InMemoryRejectionStore(), new InMemoryQuarantineStore());

    private static DynamodbStreamRecord record(String sequence, String name, String detail, String orderId) {
        RecordedEvent event = new RecordedEvent(EventCodec.stored("OrderPlaced", PLACED), MARKER, RECORDED, PLACED);
        Map<String, String> item = new HashMap<>(EventItem.write(event));
        item.put(StoredNames.DETAIL, detail);
        item.put(StoredNames.ORDER_ID, orderId);
        item.put(StoredNames.MAC, LocalTables.codeOf(item));
        Map<String, AttributeValue> image = new HashMap<>();
        item.forEach((key, text) -> image.put(key, new AttributeValue().withS(text)));
        Map<String, AttributeValue> keys = new HashMap<>(image);
        keys.keySet().retainAll(List.of(StoredNames.ORDER_ID, StoredNames.TIMESTAMP));
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventName(name);
        record.setEventSourceARN("arn");
        record.setDynamodb(
                new StreamRecord().withSequenceNumber(sequence).withKeys(keys).withNewImage(image));
        return record;
    }

    private Told batch() {
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        event.setShardId("shard");
        event.setState(Map.of("completed", "4"));
        event.setWindow(TimeWindow.builder()
                .withStart("2026-11-23T10:00:00Z")
                .withEnd("2026-11-23T10:01:00Z")
                .build());
        event.setIsFinalInvokeForWindow(true);
        event.setIsWindowTerminatedEarly(false);
        event.setRecords(List.of(
                record("1", "INSERT", PLACED, "o1"),
                record("2", "INSERT", "{\"" + MARKER + "\":", "o2"),
                record("3", "MODIFY", PLACED, "o3")));
        Clock clock = Clock.fixed(RECORDED.plusMillis(1_500), ZoneOffset.UTC);
        return Told.by(
                SERVICE,
                telemetry -> new OrderAggregator(
                                new Aggregation(
                                        stores,
                                        arn -> Map.of("shard", Optional.empty()),
                                        ZoneOffset.UTC,
                                        Executors.newSingleThreadExecutor()),
                                LocalTables.CODES,
                                new BatchTelemetry(telemetry, clock))
                        .handleRequest(event, Told.CONTEXT));
    }

    @Test
    void a_batch_counts_what_came_of_its_records_and_the_window_what_does_not_close() {
        Told told = batch();
        assertThat(told.names(SERVICE)).isEqualTo(MetricNames.AGGREGATOR);
        assertThat(told.values(MetricNames.RECORDS_RECEIVED)).containsExactly("3");
        assertThat(told.values(MetricNames.EVENTS_APPLIED)).containsExactly("1");
        assertThat(told.values(MetricNames.EVENTS_DUPLICATE)).containsExactly("0");
        assertThat(told.values(MetricNames.EVENTS_QUARANTINED)).containsExactly("1");
        assertThat(told.values(MetricNames.IMMUTABILITY_VIOLATIONS)).containsExactly("1");
        assertThat(told.values(MetricNames.CONSERVATION_IMBALANCE)).containsExactly("4");
        assertThat(told.values(MetricNames.LAG_MILLIS)).containsExactly("1500");
    }

    @Test
    void what_comes_again_is_a_duplicate() {
        batch();
        Told again = batch();
        assertThat(again.values(MetricNames.EVENTS_APPLIED)).containsExactly("0");
        assertThat(again.values(MetricNames.EVENTS_DUPLICATE)).containsExactly("3");
    }

    @Test
    void a_line_names_the_order_and_the_event_and_nothing_else_that_was_stored() {
        batch().assertHolds(Set.of("o1", "o2", "o3", "e1", "event quarantined", "event forged or changed"), MARKER);
    }
}
