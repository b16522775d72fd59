package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.DuplicateStore;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** One small row of an event in the aggregations table, which exists only once a duplicate came: events are immutable. */
public final class DynamoDuplicateStore implements DuplicateStore {

    /** Begins the partition of what is known of one event beside the event itself. */
    static final String RECEIPT = "RECEIPT#";

    private static final String DUPLICATES = "DUPLICATES";
    private static final String COUNT = "duplicates";

    private final Tables tables;

    public DynamoDuplicateStore(Tables tables) {
        this.tables = tables;
    }

    static String partition(String orderId, String eventId) {
        return RECEIPT + orderId + "#" + eventId;
    }

    /** The condition makes retries harmless, those of EventBridge and those of the SDK after a lost answer. */
    @Override
    public void count(String orderId, String eventId, String delivery) {
        try {
            tables.client()
                    .updateItem(update -> update.tableName(tables.aggregations())
                            .key(Attributes.key(partition(orderId, eventId), DUPLICATES))
                            .updateExpression("ADD duplicates :one SET lastDelivery = :delivery")
                            .conditionExpression("attribute_not_exists(lastDelivery) OR lastDelivery <> :delivery")
                            .expressionAttributeValues(
                                    Map.of(":one", Attributes.number(1), ":delivery", Attributes.text(delivery))));
        } catch (ConditionalCheckFailedException countedBefore) {
            return; // the same delivery again
        }
    }

    @Override
    public long of(String orderId, String eventId) {
        QueryResponse answer = tables.client()
                .query(query -> query.tableName(tables.aggregations())
                        .keyConditionExpression("aggregationKey = :event AND period = :duplicates")
                        .expressionAttributeValues(Map.of(
                                ":event", Attributes.text(partition(orderId, eventId)),
                                ":duplicates", Attributes.text(DUPLICATES)))
                        .consistentRead(true));
        return answer.items().stream()
                .map(item -> Attributes.of(item, COUNT))
                .map(AttributeValue::n)
                .mapToLong(Long::parseLong)
                .sum();
    }
}
