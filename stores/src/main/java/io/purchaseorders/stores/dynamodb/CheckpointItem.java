package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.AGGREGATION_KEY;
import static io.purchaseorders.stores.dynamodb.StoredNames.CHECKPOINT;
import static io.purchaseorders.stores.dynamodb.StoredNames.EARLY;
import static io.purchaseorders.stores.dynamodb.StoredNames.FIRST;
import static io.purchaseorders.stores.dynamodb.StoredNames.LAST;
import static io.purchaseorders.stores.dynamodb.StoredNames.PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.SEEN_ANOMALIES;
import static io.purchaseorders.stores.dynamodb.StoredNames.SEEN_COMPLETED;
import static io.purchaseorders.stores.dynamodb.StoredNames.SEEN_CONFLICTS;
import static io.purchaseorders.stores.dynamodb.StoredNames.SEEN_DELIVERED;
import static io.purchaseorders.stores.dynamodb.StoredNames.WINDOW_START;

import io.purchaseorders.events.Instants;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.stores.Checkpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A window's checkpoint as an item. */
final class CheckpointItem {

    private CheckpointItem() {}

    static Map<String, AttributeValue> write(Checkpoint checkpoint) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(AGGREGATION_KEY, Attributes.text(CHECKPOINT + checkpoint.shardId()));
        item.put(PERIOD, Attributes.text(Instants.fixedWidth(checkpoint.end()) + (checkpoint.isEarly() ? EARLY : "")));
        item.put(CodecVersion.ATTRIBUTE, CodecVersion.SHARD.written());
        item.put(WINDOW_START, Attributes.text(Instants.fixedWidth(checkpoint.start())));
        checkpoint.first().ifPresent(first -> item.put(FIRST, Attributes.text(first.digits())));
        checkpoint.last().ifPresent(last -> item.put(LAST, Attributes.text(last.digits())));
        ShardItem.counts(checkpoint.recordCounts()).forEach((name, count) -> item.put(name, Attributes.number(count)));
        item.put(SEEN_DELIVERED, Attributes.number(checkpoint.seen().delivered()));
        item.put(SEEN_COMPLETED, Attributes.number(checkpoint.seen().completed()));
        item.put(SEEN_CONFLICTS, Attributes.number(checkpoint.seen().conflicts()));
        item.put(SEEN_ANOMALIES, Attributes.number(checkpoint.seen().anomalies()));
        return item;
    }

    static RecordCounts recordCounts(Map<String, AttributeValue> item) {
        return ShardItem.recordCounts(item, ShardItem.OWN);
    }

    static Checkpoint read(Map<String, AttributeValue> item) {
        CodecVersion.SHARD.check(item);
        String end = Attributes.text(item, PERIOD);
        boolean isEarly = end.endsWith(EARLY);
        return new Checkpoint(
                Attributes.text(item, AGGREGATION_KEY).substring(CHECKPOINT.length()),
                Instant.parse(Attributes.text(item, WINDOW_START)),
                Instant.parse(isEarly ? end.substring(0, end.length() - EARLY.length()) : end),
                isEarly,
                ShardItem.sequenceNumber(item, FIRST),
                ShardItem.sequenceNumber(item, LAST),
                recordCounts(item),
                new Checkpoint.Seen(
                        Attributes.number(item, SEEN_DELIVERED),
                        Attributes.number(item, SEEN_COMPLETED),
                        Attributes.number(item, SEEN_CONFLICTS),
                        Attributes.number(item, SEEN_ANOMALIES)));
    }
}
