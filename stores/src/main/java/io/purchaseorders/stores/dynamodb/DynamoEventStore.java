package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.Instants;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.EventStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The events table. Its one write is a conditional insert. */
public final class DynamoEventStore implements EventStore {

    /** The index over OrderPlaced by customer. */
    public static final String CUSTOMER_INDEX = "CustomerIndex";

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** Sorts behind every event id. */
    private static final String LAST_ID = "~";

    private final Tables tables;

    public DynamoEventStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Appended append(RecordedEvent event) {
        return insert(EventItem.write(event))
                .<Appended>map(taken -> new Appended.Present(read(taken)))
                .orElseGet(Appended.Stored::new);
    }

    /** The item that takes the key already, if one does. */
    private Optional<Map<String, AttributeValue>> insert(Map<String, String> item) {
        try {
            tables.client()
                    .putItem(put -> put.tableName(tables.events())
                            .item(Attributes.texts(item))
                            .conditionExpression("attribute_not_exists(orderId)")
                            .overrideConfiguration(call -> call.apiCallTimeout(LONGEST_APPEND))
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException taken) {
            return Optional.of(taken.item());
        }
    }

    @Override
    public List<RecordedEvent> history(String orderId) {
        QueryRequest query = QueryRequest.builder()
                .tableName(tables.events())
                .keyConditionExpression("orderId = :order AND #timestamp < :behind")
                .expressionAttributeNames(Map.of("#timestamp", EventItem.TIMESTAMP))
                .expressionAttributeValues(Map.of(
                        ":order", Attributes.text(orderId),
                        ":behind", Attributes.text(EventItem.BEHIND_EVENTS)))
                .consistentRead(true)
                .build();
        return Pages.items(tables.client(), query)
                .flatMap(DynamoEventStore::readable)
                .toList();
    }

    @Override
    public Stream<Placement> placements(
            String customerId, Optional<Instant> from, Optional<Instant> to, Optional<Placement> after) {
        Map<String, AttributeValue> values = new HashMap<>(span(from, to));
        values.put(":customer", Attributes.text(customerId));
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(tables.events())
                .indexName(CUSTOMER_INDEX)
                .keyConditionExpression("customerId = :customer AND #timestamp BETWEEN :from AND :to")
                .expressionAttributeNames(Map.of("#timestamp", EventItem.TIMESTAMP))
                .expressionAttributeValues(values)
                .scanIndexForward(false);
        after.ifPresent(seen -> query.exclusiveStartKey(Map.of(
                EventItem.CUSTOMER_ID, Attributes.text(customerId),
                EventItem.ORDER_ID, Attributes.text(seen.orderId()),
                EventItem.TIMESTAMP, Attributes.text(seen.key().timestamp()))));
        return tables.client().queryPaginator(query.build()).items().stream()
                .map(item -> Attributes.texts(item, String.class))
                .map(item -> new Placement(
                        item.getOrDefault(EventItem.ORDER_ID, ""),
                        EventKey.parse(item.getOrDefault(EventItem.TIMESTAMP, ""))));
    }

    @Override
    public ScanPage scan(Optional<Instant> from, Optional<Instant> to, Optional<ItemKey> after, int most) {
        ScanRequest.Builder scan = ScanRequest.builder()
                .tableName(tables.events())
                .filterExpression("#timestamp BETWEEN :from AND :to")
                .projectionExpression("orderId, #timestamp")
                .expressionAttributeNames(Map.of("#timestamp", EventItem.TIMESTAMP))
                .expressionAttributeValues(span(from, to))
                .consistentRead(true)
                .limit(most);
        after.ifPresent(place -> scan.exclusiveStartKey(Map.of(
                EventItem.ORDER_ID, Attributes.text(place.orderId()),
                EventItem.TIMESTAMP, Attributes.text(place.timestamp()))));
        ScanResponse answer = tables.client().scan(scan.build());
        Map<String, ItemKey> orders = new LinkedHashMap<>();
        answer.items().stream().map(DynamoEventStore::place).forEach(place -> orders.put(place.orderId(), place));
        return new ScanPage(
                List.copyOf(orders.values()),
                answer.scannedCount(),
                answer.hasLastEvaluatedKey() ? Optional.of(place(answer.lastEvaluatedKey())) : Optional.empty());
    }

    private static ItemKey place(Map<String, AttributeValue> key) {
        return new ItemKey(
                Attributes.of(key, EventItem.ORDER_ID).s(),
                Attributes.of(key, EventItem.TIMESTAMP).s());
    }

    private static Map<String, AttributeValue> span(Optional<Instant> from, Optional<Instant> to) {
        return Map.of(
                ":from", Attributes.text(Instants.fixedWidth(from.orElse(EARLIEST))),
                ":to", Attributes.text(Instants.fixedWidth(to.orElse(LATEST)) + LAST_ID));
    }

    @Override
    public void release(String orderId, String timestamp, String request) {
        insert(EventItem.release(orderId, timestamp, request));
    }

    @Override
    public Stream<RecordedEvent> all() {
        return tables
                .client()
                .scanPaginator(scan -> scan.tableName(tables.events()).consistentRead(true))
                .items()
                .stream()
                .filter(item -> EventItem.releasedBy(
                                Attributes.of(item, EventItem.TIMESTAMP).s())
                        .isEmpty())
                .flatMap(DynamoEventStore::readable);
    }

    @Override
    public Stream<EventRef> keys() {
        return tables
                .client()
                .scanPaginator(scan -> scan.tableName(tables.events())
                        .consistentRead(true)
                        .projectionExpression("orderId, #timestamp")
                        .expressionAttributeNames(Map.of("#timestamp", EventItem.TIMESTAMP)))
                .items()
                .stream()
                .map(item -> new EventRef(
                        Attributes.of(item, EventItem.ORDER_ID).s(),
                        Attributes.of(item, EventItem.TIMESTAMP).s()))
                .filter(key -> EventItem.releasedBy(key.timestamp()).isEmpty());
    }

    /** What cannot be read is no event: the aggregator sets it aside, and it must not keep others from being read. */
    private static Stream<RecordedEvent> readable(Map<String, AttributeValue> item) {
        try {
            return Stream.of(read(item));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            return Stream.of();
        }
    }

    private static RecordedEvent read(Map<String, AttributeValue> item) {
        return EventItem.read(Attributes.texts(item, String.class));
    }
}
