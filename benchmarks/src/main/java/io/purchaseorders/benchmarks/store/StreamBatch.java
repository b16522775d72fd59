package io.purchaseorders.benchmarks.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.dynamodb.EventItem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Invocations as the stream makes them, of events that need not be in the table: for batches of any size, in any number.
 */
@SuppressWarnings("InlineFormatString") // the shape of the JSON is easier to see by itself
final class StreamBatch {

    /** As long as those of the service, so that rows are as large as they are there. */
    private static final String SEQUENCE = "%021d";

    private static final String RECORD = """
            {"eventID":"%1$s","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb",\
            "awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":%6$d,\
            "Keys":{"orderId":{"S":"%3$s"},"timestamp":%4$s},"NewImage":%5$s,"SequenceNumber":"%1$s",\
            "SizeBytes":1000,"StreamViewType":"NEW_IMAGE"},"eventSourceARN":"%2$s"}""";

    private static final String INVOCATION = """
            {"Records":[%s],"window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z"},"state":{},\
            "shardId":"%s","eventSourceARN":"%s","isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false}""";

    private final String streamArn;
    private final String shardId;
    private final EventCodes codes;
    private long sequence = 100_000_000_000_000L;

    StreamBatch(Server server) {
        var stream = server.stream();
        this.streamArn = stream.streamArn();
        this.shardId = stream.shards().getFirst().shardId();
        this.codes = server.tables().codes();
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

    /** As the processor stores it: recorded now, under an authentication code. */
    private String record(long at, Published event) {
        ObjectNode image = JsonNodeFactory.instance.objectNode();
        EventItem.write(Orders.recordedNow(event), codes)
                .forEach((name, value) -> image.putObject(name).put("S", value));
        return RECORD.formatted(
                SEQUENCE.formatted(at),
                streamArn,
                event.orderId(),
                image.path("timestamp"),
                image,
                Instant.now().getEpochSecond());
    }
}
