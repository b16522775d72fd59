package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.EventType;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.ItemSize;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.Tables;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Five hundred shards, rolling over and splitting in two lines, all of which touch the same rows: one customer and one
 * product, in every hour of one day and in two currencies, by every type of event. On DynamoDB Local, through the real
 * registry and stores.
 */
@NullMarked
class ItemSizesTest {

    private static final int SHARDS = 500;
    private static final int LARGEST_BYTES = 4096;

    /** The stream lists shards for a day, in which they roll over about six times. */
    private static final int LISTED = 12;

    private static final Instant MIDNIGHT = Instant.parse("2026-11-23T00:00:00Z");

    /** Two lines of shards side by side: each shard's parent is the one before the last. */
    private static Map<String, Optional<String>> lineage(int newest) {
        Map<String, Optional<String>> listed = new HashMap<>();
        for (int shard = Math.max(0, newest - LISTED); shard <= newest; shard++) {
            listed.put(name(shard), shard < 2 ? Optional.empty() : Optional.of(name(shard - 2)));
        }
        return listed;
    }

    private static String name(int shard) {
        return "shardId-%020d-%08x".formatted(shard, shard);
    }

    /** An order's life in the hour of its shard, with an amendment, an anomaly and two returns, or cancelled. */
    private static List<RecordedEvent> events(int shard) {
        String orderId = "order-" + shard;
        Instant hour = MIDNIGHT.plusSeconds(3600L * (shard % 24));
        List<OrderEvent> events = new ArrayList<>();
        for (EventType type : List.of(
                EventType.ORDER_PLACED,
                EventType.ORDER_AMENDED,
                EventType.ORDER_CONFIRMED,
                EventType.ORDER_SHIPPED,
                EventType.ORDER_CONFIRMED,
                shard % 3 == 0 ? EventType.ORDER_CANCELLED : EventType.ORDER_DELIVERED,
                EventType.ORDER_RETURNED,
                EventType.ORDER_RETURNED)) {
            Header header = new Header("event-" + events.size(), orderId, hour.plusSeconds(60L * events.size()));
            events.add(event(type, header, shard));
        }
        return events.stream().map(event -> Samples.recorded(event, MIDNIGHT)).toList();
    }

    private static OrderEvent event(EventType type, Header header, int shard) {
        return Samples.event(type, header, component -> switch (component.getName()) {
            case "customerId" -> "customer-of-many-orders";
            case "currency" -> shard / 24 % 2 == 0 ? "EUR" : "USD";
            case "content" ->
                Samples.content(
                        type == EventType.ORDER_PLACED
                                ? Samples.line("product-of-many-orders", "4", "1234.567891")
                                : Samples.line("product-of-many-orders", "3.5", "1234.5678"));
            case "lines" ->
                List.of(new ReturnedLine("product-of-many-orders", BigDecimal.ONE, new BigDecimal("99.99")));
            default -> Optional.empty();
        });
    }

    @Test
    void after_500_shards_the_largest_row_of_any_kind_is_under_4_kb() {
        Tables tables = LocalTables.inProcess();
        Map<String, Optional<String>> listed = new HashMap<>();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            Stores stores = new Stores(
                    new DynamoEventStore(tables),
                    new DynamoProjectionStore(tables),
                    new DynamoShardStore(tables),
                    new DynamoRejectionStore(tables),
                    new DynamoQuarantineStore(tables));
            Aggregation aggregation = new Aggregation(stores, arn -> listed, ZoneOffset.UTC, writers);
            for (int shard = 0; shard < SHARDS; shard++) {
                listed.clear();
                listed.putAll(lineage(shard));
                aggregation.apply(name(shard), "arn", records(events(shard)));
            }
        }
        Map<String, Integer> largest = new TreeMap<>();
        tables.client().scanPaginator(scan -> scan.tableName(tables.aggregations())).items().stream()
                .forEach(item -> largest.merge(kind(item), ItemSize.of(item), Math::max));
        System.out.println("largest rows after " + SHARDS + " shards, in bytes: " + largest);
        assertThat(largest).containsKeys("ALL", "CUSTOMER", "ORDER", "PRODUCT", "SHARDS");
        assertThat(largest)
                .allSatisfy((kind, bytes) -> assertThat(bytes).as(kind).isLessThan(LARGEST_BYTES));
    }

    private static String kind(Map<String, AttributeValue> item) {
        String key =
                Optional.ofNullable(item.get("aggregationKey")).orElseThrow().s();
        return key.contains("#") ? key.substring(0, key.indexOf('#')) : key;
    }

    private static List<StreamRecord> records(List<RecordedEvent> events) {
        List<StreamRecord> records = new ArrayList<>();
        events.forEach(event -> records.add(new StreamRecord.Insert(
                new SequencedEvent(SequenceNumber.of(String.valueOf(records.size() + 1)), event))));
        return records;
    }
}
