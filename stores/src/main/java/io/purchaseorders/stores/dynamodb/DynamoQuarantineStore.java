package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Partitions of the aggregations table, empty while all is well. Every batch reads the one with the marks; payloads, which
 * can be large, lie apart, so that a batch does not pay for them.
 */
public final class DynamoQuarantineStore implements QuarantineStore {

    private static final String MARKS = "QUARANTINE";
    private static final String PAYLOADS = "QUARANTINED";
    private static final String VIOLATIONS = "VIOLATIONS";
    private static final String ROW = "ROW#";

    /** How a canceled transaction says that an item that must not be there is there. */
    private static final String IS_THERE = "ConditionalCheckFailed";

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
    public QuarantineState state() {
        Set<EventRef> events = new HashSet<>();
        Set<EventRef> recovered = new HashSet<>();
        Set<RowKey> rows = new HashSet<>();
        items(MARKS).forEach(item -> {
            if (item.containsKey(ROW_KEY)) {
                rows.add(new RowKey(text(item, ROW_KEY), text(item, ROW_PERIOD)));
            } else {
                events.add(event(item));
                if (text(item, REASON).equals(RECOVERED)) {
                    recovered.add(event(item));
                }
            }
        });
        return new QuarantineState(events, recovered, rows);
    }

    /** Both or none. What is left of the payload once the event is applied keeps late writers out. */
    @Override
    public void quarantine(QuarantinedEvent quarantined) {
        String period = QuarantineItem.period(quarantined.event());
        Map<String, AttributeValue> mark = new HashMap<>(Attributes.texts(Map.of(
                ORDER_ID, quarantined.event().orderId(),
                TIMESTAMP, quarantined.event().timestamp(),
                SHARD, quarantined.shardId(),
                AT, quarantined.at().digits())));
        mark.put(REASON, QuarantineItem.reason(quarantined.reason()));
        try {
            tables.client()
                    .transactWriteItems(write -> write.transactItems(
                            absent(PAYLOADS, period, Map.of(PAYLOAD, QuarantineItem.payload(quarantined.payload()))),
                            absent(MARKS, period, mark)));
        } catch (TransactionCanceledException canceled) {
            if (canceled.cancellationReasons().stream().noneMatch(reason -> IS_THERE.equals(reason.code()))) {
                throw canceled;
            }
            return; // the first decision stands
        }
    }

    private TransactWriteItem absent(String partition, String period, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> item = new HashMap<>(values);
        item.putAll(Attributes.key(partition, period));
        return TransactWriteItem.builder()
                .put(put -> put.tableName(tables.aggregations())
                        .item(item)
                        .conditionExpression("attribute_not_exists(aggregationKey)"))
                .build();
    }

    @Override
    public void quarantine(RowKey row, String reason) {
        Map<String, AttributeValue> mark =
                new HashMap<>(Attributes.texts(Map.of(ROW_KEY, row.aggregationKey(), ROW_PERIOD, row.period())));
        mark.put(REASON, QuarantineItem.reason(reason));
        insert(MARKS, ROW + row.aggregationKey() + "#" + row.period(), mark);
    }

    @Override
    public void applied(EventRef event) {
        String period = QuarantineItem.period(event);
        tables.client().putItem(put -> put.tableName(tables.aggregations()).item(Attributes.key(PAYLOADS, period)));
        tables.client()
                .deleteItem(delete -> delete.tableName(tables.aggregations()).key(Attributes.key(MARKS, period)));
    }

    @Override
    public void record(Violation violation) {
        insert(
                VIOLATIONS,
                violation.shardId() + "#" + violation.at().digits(),
                Attributes.texts(Map.of(
                        ORDER_ID, violation.event().orderId(),
                        TIMESTAMP, violation.event().timestamp(),
                        KIND, violation.kind(),
                        SHARD, violation.shardId(),
                        AT, violation.at().digits())));
    }

    @Override
    public List<QuarantinedEvent> events() {
        return items(MARKS)
                .filter(item -> !item.containsKey(ROW_KEY))
                .map(this::quarantined)
                .toList();
    }

    @Override
    public List<QuarantinedEvent> of(String orderId) {
        return tables
                .client()
                .queryPaginator(query -> query.tableName(tables.aggregations())
                        .keyConditionExpression("aggregationKey = :partition AND begins_with(period, :order)")
                        .expressionAttributeValues(Map.of(
                                ":partition", Attributes.text(MARKS),
                                ":order", Attributes.text(QuarantineItem.EVENT + orderId + "#")))
                        .consistentRead(true))
                .items()
                .stream()
                .map(this::quarantined)
                .toList();
    }

    private QuarantinedEvent quarantined(Map<String, AttributeValue> item) {
        return new QuarantinedEvent(
                event(item),
                text(item, REASON),
                text(item, SHARD),
                new SequenceNumber(text(item, AT)),
                payload(text(item, Attributes.PERIOD)));
    }

    /** A query, as the API's role allows nothing else. */
    private String payload(String period) {
        return tables
                .client()
                .query(query -> query.tableName(tables.aggregations())
                        .keyConditionExpression("aggregationKey = :partition AND period = :period")
                        .expressionAttributeValues(
                                Map.of(":partition", Attributes.text(PAYLOADS), ":period", Attributes.text(period)))
                        .consistentRead(true))
                .items()
                .stream()
                .filter(item -> item.containsKey(PAYLOAD))
                .map(item -> QuarantineItem.payload(Attributes.of(item, PAYLOAD)))
                .findFirst()
                .orElse("");
    }

    @Override
    public List<Violation> violations() {
        return items(VIOLATIONS)
                .map(item -> new Violation(
                        event(item), text(item, KIND), text(item, SHARD), new SequenceNumber(text(item, AT))))
                .toList();
    }

    private void insert(String partition, String period, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> item = new HashMap<>(values);
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
        QueryRequest query = QueryRequest.builder()
                .tableName(tables.aggregations())
                .keyConditionExpression("aggregationKey = :partition")
                .expressionAttributeValues(Map.of(":partition", Attributes.text(partition)))
                .consistentRead(true)
                .build();
        return Pages.items(tables.client(), query);
    }

    private static EventRef event(Map<String, AttributeValue> item) {
        return new EventRef(text(item, ORDER_ID), text(item, TIMESTAMP));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return Attributes.of(item, name).s();
    }
}
