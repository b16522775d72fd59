package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.APPLIED_THROUGH;
import static io.purchaseorders.stores.dynamodb.StoredNames.CHECKPOINT;
import static io.purchaseorders.stores.dynamodb.StoredNames.CLOSED;
import static io.purchaseorders.stores.dynamodb.StoredNames.ORDINAL;
import static io.purchaseorders.stores.dynamodb.StoredNames.RECORDED_THROUGH;
import static io.purchaseorders.stores.dynamodb.StoredNames.ROLLED_UP_TO;
import static io.purchaseorders.stores.dynamodb.StoredNames.SHARDS;
import static io.purchaseorders.stores.dynamodb.StoredNames.SHARDS_ROLLED_UP;
import static io.purchaseorders.stores.dynamodb.StoredNames.SHARD_COUNTER;
import static io.purchaseorders.stores.dynamodb.StoredNames.SHARD_SUM;
import static io.purchaseorders.stores.dynamodb.StoredNames.WINDOW_COUNT;
import static io.purchaseorders.stores.dynamodb.StoredNames.WINDOW_EARLY_TO;
import static io.purchaseorders.stores.dynamodb.StoredNames.WINDOW_ENDED_TO;
import static io.purchaseorders.stores.dynamodb.StoredNames.WINDOW_FIRST;

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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** Shards of the events' stream, in a partition of the aggregations table; each shard's checkpoints in one of its own. */
public final class DynamoShardStore implements ShardStore {

    /** Sorts after the counter and the sum, and before every shard id. */
    private static final String BEFORE_SHARDS = "$";

    private final KeyedTable table;

    public DynamoShardStore(Tables tables) {
        this.table = tables.aggregationsTable();
    }

    @Override
    public List<ShardRow> shards() {
        return table.after(SHARDS, BEFORE_SHARDS).map(ShardItem::row).toList();
    }

    @Override
    public ShardRow register(String shardId, Optional<Instant> recordedThrough) {
        long ordinal = nextOrdinal();
        Map<String, AttributeValue> item = new HashMap<>(table.key(SHARDS, shardId));
        item.put(CodecVersion.ATTRIBUTE, CodecVersion.SHARD.written());
        item.put(ORDINAL, Attributes.number(ordinal));
        recordedThrough.ifPresent(at -> item.put(RECORDED_THROUGH, Attributes.text(Instants.fixedWidth(at))));
        return table.insert(item)
                .map(ShardItem::row)
                .orElseGet(() -> ShardRow.opened(shardId, ordinal, recordedThrough));
    }

    private long nextOrdinal() {
        return Attributes.number(
                table.client()
                        .updateItem(update -> update.tableName(table.name())
                                .key(table.key(SHARDS, SHARD_COUNTER))
                                .updateExpression("ADD " + ORDINAL + " :one")
                                .expressionAttributeValues(Map.of(":one", Attributes.number(1)))
                                .returnValues(ReturnValue.UPDATED_NEW))
                        .attributes(),
                ORDINAL);
    }

    @Override
    public void close(Set<String> shardIds) {
        for (String shardId : shardIds) {
            table.update(
                    table.key(SHARDS, shardId),
                    "SET " + CLOSED + " = :true",
                    table.exists(),
                    Map.of(":true", AttributeValue.fromBool(true)));
        }
    }

    @Override
    public boolean complete(String shardId, Optional<SequenceNumber> from, Batch batch) {
        Map<String, AttributeValue> values = ShardItem.values(batch.recordCounts());
        values.put(":first", Attributes.text(batch.first().digits()));
        values.put(":last", Attributes.text(batch.last().digits()));
        from.ifPresent(last -> values.put(":from", Attributes.text(last.digits())));
        batch.recordedThrough().ifPresent(at -> values.put(":at", Attributes.text(Instants.fixedWidth(at))));
        return table.update(
                table.key(SHARDS, shardId),
                "SET " + APPLIED_THROUGH + " = :last, " + WINDOW_FIRST + " = if_not_exists(" + WINDOW_FIRST
                        + ", :first)"
                        + (batch.recordedThrough().isPresent() ? ", " + RECORDED_THROUGH + " = :at" : "")
                        + ShardItem.additions(ShardItem.OWN),
                table.exists() + " AND "
                        + (from.isPresent()
                                ? APPLIED_THROUGH + " = :from"
                                : "attribute_not_exists(" + APPLIED_THROUGH + ")"),
                values);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        RecordCounts kept = table.insert(CheckpointItem.write(checkpoint))
                .map(CheckpointItem::recordCounts)
                .orElseGet(checkpoint::recordCounts);
        Map<String, AttributeValue> values = ShardItem.values(kept);
        values.put(":end", Attributes.text(Instants.fixedWidth(checkpoint.end())));
        String ended = checkpoint.isEarly() ? WINDOW_EARLY_TO : WINDOW_ENDED_TO;
        table.update(
                table.key(SHARDS, checkpoint.shardId()),
                "SET " + ended + " = :end" + ShardItem.additions(WINDOW_COUNT) + " REMOVE " + WINDOW_FIRST,
                table.exists() + " AND (attribute_not_exists(%1$s) OR %1$s < :end)".formatted(ended),
                values);
    }

    @Override
    public List<Checkpoint> checkpoints(String shardId) {
        return table.items(CHECKPOINT + shardId).map(CheckpointItem::read).toList();
    }

    @Override
    public void rollUp(ShardRow closed) {
        Map<String, AttributeValue> values = ShardItem.values(closed.recordCounts());
        values.put(":one", Attributes.number(1));
        values.put(":ordinal", Attributes.number(closed.ordinal()));
        table.update(
                table.key(SHARDS, SHARD_SUM),
                "SET " + ROLLED_UP_TO + " = :ordinal" + ShardItem.additions(ShardItem.OWN) + ", " + SHARDS_ROLLED_UP
                        + " :one",
                "attribute_not_exists(%1$s) OR %1$s < :ordinal".formatted(ROLLED_UP_TO),
                values);
        table.items(CHECKPOINT + closed.shardId()).map(table::keyOf).forEach(table::delete);
        table.delete(table.key(SHARDS, closed.shardId())); // last: a crash before this is mended by the next one
    }

    @Override
    public RolledUp rolledUp() {
        return table.item(SHARDS, SHARD_SUM)
                .map(item -> new RolledUp(
                        Attributes.number(item, ROLLED_UP_TO),
                        Attributes.number(item, SHARDS_ROLLED_UP),
                        ShardItem.recordCounts(item, ShardItem.OWN)))
                .orElse(RolledUp.NONE);
    }
}
