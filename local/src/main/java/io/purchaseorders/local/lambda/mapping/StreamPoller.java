package io.purchaseorders.local.lambda.mapping;

import io.purchaseorders.local.host.Backlog;
import io.purchaseorders.local.host.Workers;
import io.purchaseorders.local.lambda.Invocable;
import io.purchaseorders.stream.Filling;
import io.purchaseorders.stream.MappingSettings;
import io.purchaseorders.stream.StreamMapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.Stream;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Feeds a table's stream to a function, each shard by an own thread, parents before their children. Given a directory it
 * remembers there how far it came; without, or with a new stream, it starts at the oldest record.
 */
public final class StreamPoller implements AutoCloseable {

    /** New shards appear when one ends, which wakes the poller anyway, or when a stream is made. */
    private static final Duration RELIST_INTERVAL = Duration.ofSeconds(5);

    /** The service's limit, after which an invocation has ended one way or the other. */
    private static final Duration LONGEST_INVOCATION = Duration.ofMinutes(15);

    private final MappingSettings settings;
    private final DynamoDbStreamsClient client;
    private final Invocable function;
    private final Backlog backlog;
    private final String region;
    private final @Nullable Path directory;
    private final FailureDestination failures;
    private final Workers workers = new Workers();
    private final Semaphore relist = new Semaphore(0);
    private final Set<String> started = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Positions positions;

    private StreamPoller(
            MappingSettings settings,
            DynamoDbStreamsClient client,
            Invocable function,
            String region,
            @Nullable Path directory,
            Backlog backlog) {
        this.backlog = backlog;
        this.settings = settings;
        this.client = client;
        this.function = function;
        this.region = region;
        this.directory = directory;
        this.failures = new FailureDestination(directory == null ? null : directory.resolve("on-failure"));
    }

    /** Starts polling; the client stays the caller's to close, after this. */
    public static StreamPoller start(
            MappingSettings settings,
            DynamoDbStreamsClient client,
            Invocable function,
            String region,
            @Nullable Path directory,
            Backlog backlog) {
        return new StreamPoller(settings, client, function, region, directory, backlog).begin();
    }

    private StreamPoller begin() {
        workers.start("stream-" + settings.tableName(), this::coordinate);
        return this;
    }

    /** Polls on from where this one, which was closed, has stopped. */
    public StreamPoller again() {
        StreamPoller next = new StreamPoller(settings, client, function, region, directory, backlog);
        next.positions = positions;
        return next.begin();
    }

    /** The batches that were given up and sent to the on-failure destination since the start. */
    public List<FailedBatch> failedBatches() {
        return failures.batches();
    }

    private void coordinate() throws InterruptedException {
        String streamArn = awaitStream();
        if (streamArn.isEmpty()) {
            return;
        }
        Positions reached = positions;
        if (reached == null) {
            reached = new Positions(
                    directory == null ? null : directory.resolve(settings.tableName() + "-positions.json"), streamArn);
            positions = reached;
        }
        Consumption consumption =
                new Consumption(new StreamMapping(settings, Filling.WHILE_RECORDS_KEEP_COMING), reached);
        while (!workers.stopping()) {
            try {
                for (String shardId : consumption.listed(parents(streamArn))) {
                    if (started.add(shardId)) {
                        consume(streamArn, shardId, consumption);
                    }
                }
            } catch (RuntimeException e) { // The shards that are read go on; those to come wait for the next time.
                System.err.println("The stream cannot be read just now: " + e.getMessage());
            }
            relist.tryAcquire(RELIST_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void consume(String streamArn, String shardId, Consumption consumption) {
        EventJson json = new EventJson(streamArn, region);
        Optional<String> start = consumption.shard(shardId).completedThrough();
        ShardWorker worker = new ShardWorker(
                consumption,
                new ShardReader(client, json, streamArn, shardId, start),
                json,
                function,
                failures,
                backlog,
                workers);
        workers.start(shardId, () -> {
            worker.run(shardId);
            relist.release();
        });
    }

    private String awaitStream() throws InterruptedException {
        while (!workers.stopping()) {
            try {
                // A stream's ARN ends in the instant of its making, so the newest is the last.
                var newest = client.listStreams(request -> request.tableName(settings.tableName())).streams().stream()
                        .map(Stream::streamArn)
                        .max(String::compareTo);
                if (newest.isPresent()) {
                    return newest.get();
                }
            } catch (SdkException e) {
                System.err.println("The stream cannot be found just now: " + e.getMessage());
            }
            workers.pause(RELIST_INTERVAL);
        }
        return "";
    }

    private Map<String, Optional<String>> parents(String streamArn) {
        Map<String, Optional<String>> parents = new HashMap<>();
        String after = null;
        do {
            String from = after;
            StreamDescription page = client.describeStream(
                            request -> request.streamArn(streamArn).exclusiveStartShardId(from))
                    .streamDescription();
            page.shards().forEach(shard -> parents.put(shard.shardId(), Optional.ofNullable(shard.parentShardId())));
            after = page.lastEvaluatedShardId();
        } while (after != null);
        return parents;
    }

    /** Lets invocations under way end, however long they may take, so that no batch is left half applied. */
    public void finish() {
        relist.release();
        workers.finish(LONGEST_INVOCATION);
    }

    /** Lets invocations under way end, so that their position is remembered. */
    @Override
    public void close() {
        relist.release();
        workers.close();
    }
}
