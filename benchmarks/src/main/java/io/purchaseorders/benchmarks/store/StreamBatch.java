package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Invocations as the stream makes them, of events that need not be in the table: for batches of any size, in any number.
 */
@SuppressWarnings("InlineFormatString") // the shape of the JSON is easier to see by itself
final class StreamBatch {

    /** What stands around the item in the line of an export. */
    private static final String ITEM = "{\"Item\":";

    /** As long as those of the service, so that rows are as large as they are there. */
    private static final String SEQUENCE = "%021d";

    private static final String RECORD = """
            {"eventID":"%1$s","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",\
            "awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1767225600,\
            "Keys":{"orderId":{"S":"%3$s"},"timestamp":%4$s},"NewImage":%5$s,"SequenceNumber":"%1$s",\
            "SizeBytes":1000,"StreamViewType":"NEW_IMAGE"},"eventSourceARN":"%2$s"}""";

    private static final String INVOCATION = """
            {"Records":[%s],"window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z"},"state":{},\
            "shardId":"%s","eventSourceARN":"%s","isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false}""";

    private final String streamArn;
    private final String shardId;
    private long sequence = 100_000_000_000_000L;

    StreamBatch(Server server) {
        var stream = server.stream();
        this.streamArn = stream.streamArn();
        this.shardId = stream.shards().getFirst().shardId();
    }

    /** The next invocation. */
    byte[] of(List<Published> events) {
        long first = sequence;
        sequence += events.size();
        String records = IntStream.range(0, events.size())
                .mapToObj(i -> record(first + i, events.get(i)))
                .collect(Collectors.joining(","));
        return INVOCATION.formatted(records, shardId, streamArn).getBytes(StandardCharsets.UTF_8);
    }

    private String record(long at, Published event) {
        String line = event.exportLine();
        String image = line.substring(ITEM.length(), line.length() - 1);
        int from = image.indexOf("\"timestamp\":") + "\"timestamp\":".length();
        String timestamp = image.substring(from, image.indexOf('}', from) + 1);
        return RECORD.formatted(SEQUENCE.formatted(at), streamArn, event.orderId(), timestamp, image);
    }
}
