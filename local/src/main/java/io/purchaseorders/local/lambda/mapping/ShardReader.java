package io.purchaseorders.local.lambda.mapping;

import io.purchaseorders.stream.StreamRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Reads one shard onwards from a position, over expired iterators and trimmed records. */
final class ShardReader {

    /** The service's limit of one GetRecords. */
    private static final int MAX_RECORDS = 1000;

    private final DynamoDbStreamsClient client;
    private final EventJson json;
    private final String streamArn;
    private final String shardId;
    private Optional<String> lastRead;
    private @Nullable String iterator;

    ShardReader(
            DynamoDbStreamsClient client, EventJson json, String streamArn, String shardId, Optional<String> lastRead) {
        this.client = client;
        this.json = json;
        this.streamArn = streamArn;
        this.shardId = shardId;
        this.lastRead = lastRead;
    }

    /**
     * What one read found.
     *
     * @param closed the shard will have no further records
     */
    record Chunk(List<StreamRecord> records, boolean closed) {}

    Chunk read() {
        try {
            String from = iterator != null ? iterator : iterator();
            GetRecordsResponse response =
                    client.getRecords(request -> request.shardIterator(from).limit(MAX_RECORDS));
            iterator = response.nextShardIterator();
            List<StreamRecord> records =
                    response.records().stream().map(json::record).toList();
            if (!records.isEmpty()) {
                lastRead = Optional.of(records.getLast().sequenceNumber());
            }
            return new Chunk(records, iterator == null);
        } catch (ExpiredIteratorException e) {
            iterator = null;
            return new Chunk(List.of(), false);
        } catch (TrimmedDataAccessException e) {
            iterator = null;
            lastRead = Optional.empty(); // The position is older than the retention: on from what is left.
            return new Chunk(List.of(), false);
        } catch (ResourceNotFoundException e) {
            return new Chunk(List.of(), true); // The shard is gone, and all of its records with it.
        }
    }

    private String iterator() {
        return client.getShardIterator(request -> {
                    request.streamArn(streamArn).shardId(shardId);
                    lastRead.ifPresentOrElse(
                            position -> request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                    .sequenceNumber(position),
                            () -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
                })
                .shardIterator();
    }
}
