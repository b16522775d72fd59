package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.events.Instants;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.Checkpoint;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.ShardRow.Batch;
import io.purchaseorders.stores.ShardStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** Shards of the events' stream, in a partition of the aggregations table; each shard's checkpoints in one of its own. */
public final class DynamoShardStore implements ShardStore {

    static final String PARTITION = "SHARDS";
    static final String CHECKPOINTS = "CHECKPOINT#";

    // Both sort before every shard id, and are none.
    private static final String COUNTER = "#counter";
    private static final String SUM = "#sum";
    private static final String BEHIND_OWN = "$";

    private final Tables tables;

    public DynamoShardStore(Tables tables) {
        this.tables = tables;
    }

    @Override
    public List<ShardRow> shards() {
        return items(PARTITION, BEHIND_OWN).map(ShardItem::row).toList();
    }

    @Override
    public ShardRow register(String shardId, Optional<Instant> recordedThrough) {
        long ordinal = Long.parseLong(Attributes.of(
                        tables.client()
                                .updateItem(update -> update.tableName(tables.aggregations())
                                        .key(Attributes.key(PARTITION, COUNTER))
                                        .updateExpression("ADD ordinal :one")
                                        .expressionAttributeValues(Map.of(":one", Attributes.number(1)))
                                        .returnValues(ReturnValue.UPDATED_NEW))
                                .attributes(),
                        ShardItem.ORDINAL)
                .n());
        Map<String, AttributeValue> item = new HashMap<>(Attributes.key(PARTITION, shardId));
        item.put(ShardItem.ORDINAL, Attributes.number(ordinal));
        recordedThrough.ifPresent(at -> item.put(ShardItem.RECORDED_THROUGH, Attributes.text(Instants.fixedWidth(at))));
        return insert(item).map(ShardItem::row).orElseGet(() -> ShardRow.opened(shardId, ordinal, recordedThrough));
    }

    /** The item that was there before, if one was. */
    private Optional<Map<String, AttributeValue>> insert(Map<String, AttributeValue> item) {
        try {
            tables.client()
                    .putItem(put -> put.tableName(tables.aggregations())
                            .item(item)
                            .conditionExpression("attribute_not_exists(aggregationKey)")
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException meanwhile) {
            return Optional.of(meanwhile.item());
        }
    }

    @Override
    public void close(Set<String> shardIds) {
        shardIds.forEach(shardId -> update(
                PARTITION,
                shardId,
                "SET closed = :true",
                "attribute_exists(aggregationKey)",
                Map.of(":true", AttributeValue.fromBool(true))));
    }

    @Override
    public boolean complete(String shardId, Optional<SequenceNumber> from, Batch batch) {
        Map<String, AttributeValue> values = new HashMap<>(ShardItem.values(batch.recordCounts()));
        values.put(":first", Attributes.text(batch.first().digits()));
        values.put(":last", Attributes.text(batch.last().digits()));
        if (from.isPresent()) {
            values.put(":from", Attributes.text(from.get().digits()));
        }
        if (batch.recordedThrough().isPresent()) {
            values.put(
                    ":at",
                    Attributes.text(Instants.fixedWidth(batch.recordedThrough().get())));
        }
        return update(
                PARTITION,
                shardId,
                "SET appliedThrough = :last, windowFirst = if_not_exists(windowFirst, :first)"
                        + (batch.recordedThrough().isPresent() ? ", recordedThrough = :at" : "")
                        + ShardItem.additions(ShardItem.OWN),
                "attribute_exists(aggregationKey) AND "
                        + (from.isPresent() ? "appliedThrough = :from" : "attribute_not_exists(appliedThrough)"),
                values);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        Map<String, AttributeValue> item = CheckpointItem.write(checkpoint);
        RecordCounts kept = insert(item).map(CheckpointItem::recordCounts).orElseGet(checkpoint::recordCounts);
        Map<String, AttributeValue> values = new HashMap<>(ShardItem.values(kept));
        values.put(":end", Attributes.text(Instants.fixedWidth(checkpoint.end())));
        String mark = checkpoint.isEarly() ? ShardItem.EARLY_TO : ShardItem.ENDED_TO;
        update(
                PARTITION,
                checkpoint.shardId(),
                "SET " + mark + " = :end" + ShardItem.additions(ShardItem.CHECKPOINTED) + " REMOVE windowFirst",
                "attribute_exists(aggregationKey) AND (attribute_not_exists(%1$s) OR %1$s < :end)".formatted(mark),
                values);
    }

    @Override
    public List<Checkpoint> checkpoints(String shardId) {
        return items(CHECKPOINTS + shardId, BEHIND_OWN)
                .map(CheckpointItem::read)
                .toList();
    }

    @Override
    public void rollUp(ShardRow closed) {
        Map<String, AttributeValue> values = new HashMap<>(ShardItem.values(closed.recordCounts()));
        values.put(":one", Attributes.number(1));
        values.put(":ordinal", Attributes.number(closed.ordinal()));
        update(
                PARTITION,
                SUM,
                "SET rolledUpTo = :ordinal" + ShardItem.additions(ShardItem.OWN) + ", shards :one",
                "attribute_not_exists(rolledUpTo) OR rolledUpTo < :ordinal",
                values);
        items(CHECKPOINTS + closed.shardId(), BEHIND_OWN).forEach(this::delete);
        delete(Attributes.key(PARTITION, closed.shardId())); // last: a crash before this is mended by the next one
    }

    private void delete(Map<String, AttributeValue> item) {
        tables.client()
                .deleteItem(delete -> delete.tableName(tables.aggregations())
                        .key(Attributes.key(
                                Attributes.of(item, Attributes.AGGREGATION_KEY).s(),
                                Attributes.of(item, Attributes.PERIOD).s())));
    }

    @Override
    public RolledUp rolledUp() {
        Map<String, AttributeValue> item = tables.client()
                .getItem(get -> get.tableName(tables.aggregations())
                        .key(Attributes.key(PARTITION, SUM))
                        .consistentRead(true))
                .item();
        return item.isEmpty()
                ? RolledUp.NONE
                : new RolledUp(
                        ShardItem.number(item, "rolledUpTo"),
                        ShardItem.number(item, "shards"),
                        ShardItem.recordCounts(item, ShardItem.OWN));
    }

    private boolean update(
            String partition, String period, String update, String condition, Map<String, AttributeValue> values) {
        try {
            tables.client()
                    .updateItem(request -> request.tableName(tables.aggregations())
                            .key(Attributes.key(partition, period))
                            .updateExpression(update)
                            .conditionExpression(condition)
                            .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException otherwise) {
            return false;
        }
    }

    private Stream<Map<String, AttributeValue>> items(String partition, String behind) {
        QueryRequest query = QueryRequest.builder()
                .tableName(tables.aggregations())
                .keyConditionExpression("aggregationKey = :partition AND period > :behind")
                .expressionAttributeValues(
                        Map.of(":partition", Attributes.text(partition), ":behind", Attributes.text(behind)))
                .consistentRead(true)
                .build();
        return Pages.items(tables.client(), query);
    }
}
