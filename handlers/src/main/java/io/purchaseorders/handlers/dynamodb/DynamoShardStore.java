package io.purchaseorders.handlers.dynamodb;

import io.purchaseorders.events.Instants;
import io.purchaseorders.handlers.store.ShardStore;
import io.purchaseorders.projections.SequenceNumber;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** Shards of the events' stream, in a partition of the aggregations table. */
public final class DynamoShardStore implements ShardStore {

    private static final String PARTITION = "SHARDS";

    /** Sorts before every shard id, and is none. */
    private static final String COUNTER = "#counter";

    private static final String ORDINAL = "ordinal";
    private static final String CLOSED = "closed";
    private static final String COMPLETE_TO = "completeTo";
    private static final String RECORDED_TO = "recordedTo";

    private static final String BEFORE = "(attribute_not_exists(completeTo) OR completeTo < :last)";

    private final Tables tables;

    public DynamoShardStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public List<ShardRow> shards() {
        return tables
                .client()
                .queryPaginator(query -> query.tableName(tables.aggregations())
                        .keyConditionExpression("aggregationKey = :shards AND period > :counter")
                        .expressionAttributeValues(Map.of(
                                ":shards", Attributes.text(PARTITION),
                                ":counter", Attributes.text(COUNTER)))
                        .consistentRead(true))
                .items()
                .stream()
                .map(DynamoShardStore::row)
                .toList();
    }

    @Override
    public ShardRow register(String shardId) {
        long ordinal = Long.parseLong(Attributes.of(
                        tables.client()
                                .updateItem(update -> update.tableName(tables.aggregations())
                                        .key(Attributes.key(PARTITION, COUNTER))
                                        .updateExpression("ADD ordinal :one")
                                        .expressionAttributeValues(Map.of(":one", Attributes.number(1)))
                                        .returnValues(ReturnValue.UPDATED_NEW))
                                .attributes(),
                        ORDINAL)
                .n());
        Map<String, AttributeValue> item = new HashMap<>(Attributes.key(PARTITION, shardId));
        item.put(ORDINAL, Attributes.number(ordinal));
        try {
            tables.client()
                    .putItem(put -> put.tableName(tables.aggregations())
                            .item(item)
                            .conditionExpression("attribute_not_exists(aggregationKey)"));
        } catch (ConditionalCheckFailedException registeredMeanwhile) {
            return shards().stream()
                    .filter(shard -> shard.shardId().equals(shardId))
                    .findFirst()
                    .orElseThrow();
        }
        return new ShardRow(shardId, ordinal, false, Optional.empty(), Optional.empty());
    }

    @Override
    public void close(Set<String> shardIds) {
        shardIds.forEach(shardId -> tables.client()
                .updateItem(update -> update.tableName(tables.aggregations())
                        .key(Attributes.key(PARTITION, shardId))
                        .updateExpression("SET closed = :true")
                        .conditionExpression("attribute_exists(aggregationKey)")
                        .expressionAttributeValues(Map.of(":true", AttributeValue.fromBool(true)))));
    }

    @Override
    public void complete(String shardId, SequenceNumber last, Optional<Instant> recordedTo) {
        boolean done = recordedTo.isPresent()
                && advance(
                        shardId,
                        "SET completeTo = :last, recordedTo = :at",
                        BEFORE + " AND (attribute_not_exists(recordedTo) OR recordedTo < :at)",
                        Map.of(
                                ":last", Attributes.text(last.digits()),
                                ":at", Attributes.text(Instants.fixedWidth(recordedTo.get()))));
        if (!done) {
            // Either only the instant stays, or the batch was complete before: then nothing changes.
            advance(shardId, "SET completeTo = :last", BEFORE, Map.of(":last", Attributes.text(last.digits())));
        }
    }

    private boolean advance(String shardId, String update, String condition, Map<String, AttributeValue> values) {
        try {
            tables.client()
                    .updateItem(request -> request.tableName(tables.aggregations())
                            .key(Attributes.key(PARTITION, shardId))
                            .updateExpression(update)
                            .conditionExpression(condition)
                            .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException further) {
            return false;
        }
    }

    private static ShardRow row(Map<String, AttributeValue> item) {
        @Nullable AttributeValue closed = item.get(CLOSED);
        @Nullable AttributeValue completeTo = item.get(COMPLETE_TO);
        @Nullable AttributeValue recordedTo = item.get(RECORDED_TO);
        return new ShardRow(
                Attributes.of(item, Attributes.PERIOD).s(),
                Long.parseLong(Attributes.of(item, ORDINAL).n()),
                closed != null && Boolean.TRUE.equals(closed.bool()),
                completeTo == null ? Optional.empty() : Optional.of(new SequenceNumber(completeTo.s())),
                recordedTo == null ? Optional.empty() : Optional.of(Instant.parse(recordedTo.s())));
    }
}
