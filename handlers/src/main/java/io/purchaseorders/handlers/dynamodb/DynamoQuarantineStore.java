package io.purchaseorders.handlers.dynamodb;

import io.purchaseorders.handlers.store.QuarantineStore;
import io.purchaseorders.projections.RowKey;
import io.purchaseorders.projections.SequenceNumber;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Two partitions of the aggregations table, read whole; they are empty while all is well. */
public final class DynamoQuarantineStore implements QuarantineStore {

    private static final String PARTITION = "QUARANTINE";
    private static final String VIOLATIONS = "VIOLATIONS";
    private static final String EVENT = "EVENT#";
    private static final String ROW = "ROW#";

    private static final String ORDER_ID = "orderId";
    private static final String TIMESTAMP = "timestamp";
    private static final String REASON = "reason";
    private static final String SHARD = "shard";
    private static final String AT = "at";
    private static final String PAYLOAD = "payload";
    private static final String KIND = "kind";
    private static final String ROW_KEY = "rowKey";
    private static final String ROW_PERIOD = "rowPeriod";

    private final Tables tables;

    public DynamoQuarantineStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Marks marks() {
        Set<EventRef> events = new HashSet<>();
        Set<RowKey> rows = new HashSet<>();
        items(PARTITION).forEach(item -> {
            if (item.containsKey(ROW_KEY)) {
                rows.add(new RowKey(text(item, ROW_KEY), text(item, ROW_PERIOD)));
            } else {
                events.add(event(item));
            }
        });
        return new Marks(events, rows);
    }

    @Override
    public void setAside(SetAside aside) {
        insert(
                PARTITION,
                EVENT + aside.event().orderId() + "#" + aside.event().timestamp(),
                Map.of(
                        ORDER_ID, aside.event().orderId(),
                        TIMESTAMP, aside.event().timestamp(),
                        REASON, aside.reason(),
                        SHARD, aside.shardId(),
                        AT, aside.at().digits(),
                        PAYLOAD, aside.payload()));
    }

    @Override
    public void setAside(RowKey row, String reason) {
        insert(
                PARTITION,
                ROW + row.aggregationKey() + "#" + row.period(),
                Map.of(ROW_KEY, row.aggregationKey(), ROW_PERIOD, row.period(), REASON, reason));
    }

    @Override
    public void applied(EventRef event) {
        tables.client()
                .deleteItem(delete -> delete.tableName(tables.aggregations())
                        .key(Attributes.key(PARTITION, EVENT + event.orderId() + "#" + event.timestamp())));
    }

    @Override
    public void record(Violation violation) {
        insert(
                VIOLATIONS,
                violation.shardId() + "#" + violation.at().digits(),
                Map.of(
                        ORDER_ID, violation.event().orderId(),
                        TIMESTAMP, violation.event().timestamp(),
                        KIND, violation.kind(),
                        SHARD, violation.shardId(),
                        AT, violation.at().digits()));
    }

    @Override
    public List<SetAside> events() {
        return items(PARTITION)
                .filter(item -> !item.containsKey(ROW_KEY))
                .map(DynamoQuarantineStore::aside)
                .toList();
    }

    @Override
    public List<SetAside> of(String orderId) {
        return tables
                .client()
                .queryPaginator(query -> query.tableName(tables.aggregations())
                        .keyConditionExpression("aggregationKey = :partition AND begins_with(period, :order)")
                        .expressionAttributeValues(Map.of(
                                ":partition", Attributes.text(PARTITION),
                                ":order", Attributes.text(EVENT + orderId + "#")))
                        .consistentRead(true))
                .items()
                .stream()
                .map(DynamoQuarantineStore::aside)
                .toList();
    }

    private static SetAside aside(Map<String, AttributeValue> item) {
        return new SetAside(
                event(item),
                text(item, REASON),
                text(item, SHARD),
                new SequenceNumber(text(item, AT)),
                text(item, PAYLOAD));
    }

    @Override
    public List<Violation> violations() {
        return items(VIOLATIONS)
                .map(item -> new Violation(
                        event(item), text(item, KIND), text(item, SHARD), new SequenceNumber(text(item, AT))))
                .toList();
    }

    private void insert(String partition, String period, Map<String, String> values) {
        Map<String, AttributeValue> item = new HashMap<>(Attributes.texts(values));
        item.putAll(Attributes.key(partition, period));
        try {
            tables.client()
                    .putItem(put -> put.tableName(tables.aggregations())
                            .item(item)
                            .conditionExpression("attribute_not_exists(aggregationKey)"));
        } catch (ConditionalCheckFailedException keptBefore) {
            return; // the first decision stands
        }
    }

    private Stream<Map<String, AttributeValue>> items(String partition) {
        return tables
                .client()
                .queryPaginator(query -> query.tableName(tables.aggregations())
                        .keyConditionExpression("aggregationKey = :partition")
                        .expressionAttributeValues(Map.of(":partition", Attributes.text(partition)))
                        .consistentRead(true))
                .items()
                .stream();
    }

    private static EventRef event(Map<String, AttributeValue> item) {
        return new EventRef(text(item, ORDER_ID), text(item, TIMESTAMP));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return Attributes.of(item, name).s();
    }
}
