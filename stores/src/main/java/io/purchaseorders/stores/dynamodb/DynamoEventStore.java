package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.CUSTOMER_ID;
import static io.purchaseorders.stores.dynamodb.StoredNames.CUSTOMER_INDEX;
import static io.purchaseorders.stores.dynamodb.StoredNames.ORDER_ID;
import static io.purchaseorders.stores.dynamodb.StoredNames.TIMESTAMP;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.Instants;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.AlteredEventException;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.StoredEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The events table. Its one write is a conditional insert. */
public final class DynamoEventStore implements EventStore {

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** Sorts after every event id. */
    private static final String LAST_ID = "~";

    /** {@code timestamp} is a reserved word of DynamoDB's expressions. */
    private static final Map<String, String> NAMES = Map.of("#timestamp", TIMESTAMP);

    private final KeyedTable table;
    private final EventCodes codes;

    public DynamoEventStore(Tables tables) {
        this.table = new KeyedTable(tables.client(), tables.events(), ORDER_ID, TIMESTAMP);
        this.codes = tables.codes();
    }

    @Override
    public Appended append(RecordedEvent event) {
        return insert(EventItem.write(event, codes)).map(this::present).orElseGet(Appended.Stored::new);
    }

    private Appended present(Map<String, AttributeValue> taken) {
        return switch (read(taken)) {
            case StoredEvent.Intact intact -> new Appended.Present(intact.event());
            case StoredEvent.Unreadable unreadable -> new Appended.Taken(unreadable.reason());
            case StoredEvent.Altered altered -> new Appended.Taken(altered.reason());
        };
    }

    /** Inserts an item. Returns the item that has its key already, if there is one, and then writes nothing. */
    private Optional<Map<String, AttributeValue>> insert(Map<String, String> item) {
        try {
            table.client()
                    .putItem(put -> put.tableName(table.name())
                            .item(Attributes.texts(item))
                            .conditionExpression(table.isAbsent())
                            .overrideConfiguration(call -> call.apiCallTimeout(LONGEST_APPEND))
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException taken) {
            return Optional.of(taken.item());
        }
    }

    @Override
    public List<StoredEvent> items(String orderId) {
        return table.items(table.query(
                                orderId,
                                "#timestamp < :after",
                                Map.of(":after", Attributes.text(EventItem.AFTER_EVENTS)))
                        .expressionAttributeNames(NAMES))
                .map(this::read)
                .toList();
    }

    @Override
    public Stream<Placement> placements(
            String customerId, Optional<Instant> from, Optional<Instant> to, Optional<Placement> after) {
        Map<String, AttributeValue> values = new HashMap<>(span(from, to));
        values.put(":customer", Attributes.text(customerId));
        QueryRequest.Builder query = QueryRequest.builder()
                .tableName(table.name())
                .indexName(CUSTOMER_INDEX)
                .keyConditionExpression(CUSTOMER_ID + " = :customer AND #timestamp BETWEEN :from AND :to")
                .expressionAttributeNames(NAMES)
                .expressionAttributeValues(values)
                .scanIndexForward(false);
        after.ifPresent(seen -> query.exclusiveStartKey(Map.of(
                CUSTOMER_ID, Attributes.text(customerId),
                ORDER_ID, Attributes.text(seen.orderId()),
                TIMESTAMP, Attributes.text(seen.key().timestamp()))));
        return table.items(query)
                .map(item -> new Placement(
                        Attributes.text(item, ORDER_ID), EventKey.parse(Attributes.text(item, TIMESTAMP))));
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
    public Stream<StoredEvent> everything() {
        return table.scan()
                .filter(item ->
                        EventItem.releasedBy(Attributes.text(item, TIMESTAMP)).isEmpty())
                .map(this::read);
    }

    /** What cannot be read must not keep others from being read. */
    private StoredEvent read(Map<String, AttributeValue> item) {
        try {
            return new StoredEvent.Intact(EventItem.read(Attributes.shown(item), codes));
        } catch (AlteredEventException altered) {
            return new StoredEvent.Altered(ref(item), String.valueOf(altered.getMessage()));
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return new StoredEvent.Unreadable(ref(item), String.valueOf(unreadable.getMessage()));
        }
    }

    private static EventRef ref(Map<String, AttributeValue> item) {
        return new EventRef(Attributes.text(item, ORDER_ID), Attributes.text(item, TIMESTAMP));
    }
}
