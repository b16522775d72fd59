package io.purchaseorders.cli;

import io.purchaseorders.log.LogEntry;
import io.purchaseorders.notary.EventEntry;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.dynamodb.Tables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What comes out of the stream of a local events table: each pass hands over what was stored since the one before. */
final class StoredImages implements EntrySource {

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final EventCodes codes;
    private final Set<String> begun = new HashSet<>();
    private final Map<String, String> iterators = new HashMap<>();
    private final List<String> unreadable = new ArrayList<>();

    private StoredImages(DynamoDbStreamsClient streams, String streamArn, EventCodes codes) {
        this.codes = codes;
        this.streams = streams;
        this.streamArn = streamArn;
    }

    /** Begins with what is stored after this. */
    static StoredImages fromNow(Tables tables) {
        String arn = tables.client()
                .describeTable(table -> table.tableName(tables.events()))
                .table()
                .latestStreamArn();
        StoredImages images = new StoredImages(tables.streams(), arn, tables.codes());
        images.begin(ShardIteratorType.LATEST);
        return images;
    }

    @Override
    public void forEach(Consumer<LogEntry> each) {
        unreadable.clear();
        begin(ShardIteratorType.TRIM_HORIZON);
        for (String shard : List.copyOf(iterators.keySet())) {
            read(shard, each);
        }
    }

    @Override
    public List<String> unreadable() {
        return unreadable;
    }

    private void begin(ShardIteratorType from) {
        String after = null;
        do {
            String last = after;
            var description = streams.describeStream(
                            stream -> stream.streamArn(streamArn).exclusiveStartShardId(last))
                    .streamDescription();
            for (Shard shard : description.shards()) {
                if (begun.add(shard.shardId())) {
                    iterators.put(shard.shardId(), iterator(shard.shardId(), from));
                }
            }
            after = description.lastEvaluatedShardId();
        } while (after != null);
    }

    private String iterator(String shard, ShardIteratorType from) {
        return streams.getShardIterator(
                        iterator -> iterator.streamArn(streamArn).shardId(shard).shardIteratorType(from))
                .shardIterator();
    }

    private void read(String shard, Consumer<LogEntry> each) {
        @Nullable String next = iterators.get(shard);
        boolean isMore = true;
        while (next != null && isMore) {
            String iterator = next;
            GetRecordsResponse page = streams.getRecords(records -> records.shardIterator(iterator));
            page.records().stream()
                    .filter(record -> record.eventName() == OperationType.INSERT)
                    .forEach(record -> EventEntry.of(
                                    StoredEntries.strings(record.dynamodb().newImage()), codes, unreadable::add)
                            .ifPresent(each));
            next = page.nextShardIterator();
            isMore = !page.records().isEmpty();
        }
        if (next == null) {
            iterators.remove(shard);
        } else {
            iterators.put(shard, next);
        }
    }
}
