package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.events.Instants;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.stores.Checkpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A window's checkpoint as an item. The names are stored: renaming one is a migration. */
final class CheckpointItem {

    private static final String START = "start";
    private static final String FIRST = "first";
    private static final String LAST = "last";

    /** Behind the window's end where that did not come. */
    private static final String EARLY = "#early";

    private CheckpointItem() {}

    static Map<String, AttributeValue> write(Checkpoint checkpoint) {
        Map<String, AttributeValue> item = new HashMap<>(Attributes.key(
                DynamoShardStore.CHECKPOINTS + checkpoint.shardId(),
                Instants.fixedWidth(checkpoint.end()) + (checkpoint.isEarly() ? EARLY : "")));
        item.put(START, Attributes.text(Instants.fixedWidth(checkpoint.start())));
        checkpoint.first().ifPresent(first -> item.put(FIRST, Attributes.text(first.digits())));
        checkpoint.last().ifPresent(last -> item.put(LAST, Attributes.text(last.digits())));
        ShardItem.values(checkpoint.recordCounts()).forEach((name, value) -> item.put(name.substring(1), value));
        item.put("seenDelivered", Attributes.number(checkpoint.seen().delivered()));
        item.put("seenCompleted", Attributes.number(checkpoint.seen().completed()));
        item.put("seenConflicts", Attributes.number(checkpoint.seen().conflicts()));
        item.put("seenAnomalies", Attributes.number(checkpoint.seen().anomalies()));
        return item;
    }

    static RecordCounts recordCounts(Map<String, AttributeValue> item) {
        return ShardItem.recordCounts(item, ShardItem.OWN);
    }

    static Checkpoint read(Map<String, AttributeValue> item) {
        String end = Attributes.of(item, Attributes.PERIOD).s();
        return new Checkpoint(
                Attributes.of(item, Attributes.AGGREGATION_KEY).s().substring(DynamoShardStore.CHECKPOINTS.length()),
                Instant.parse(Attributes.of(item, START).s()),
                Instant.parse(end.endsWith(EARLY) ? end.substring(0, end.length() - EARLY.length()) : end),
                end.endsWith(EARLY),
                ShardItem.sequenceNumber(item, FIRST),
                ShardItem.sequenceNumber(item, LAST),
                recordCounts(item),
                new Checkpoint.Seen(
                        ShardItem.number(item, "seenDelivered"),
                        ShardItem.number(item, "seenCompleted"),
                        ShardItem.number(item, "seenConflicts"),
                        ShardItem.number(item, "seenAnomalies")));
    }
}
