package io.purchaseorders.handlers.simulation;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import io.purchaseorders.stores.dynamodb.StoredNames;
import io.purchaseorders.stream.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Makes the events that the function gets. */
@NullMarked
final class Transport {

    static final String STREAM_ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/purchase-orders-local/stream/now";

    private Transport() {}

    /** A record of the stream, but for its number: that is the stream's to give. */
    static DynamodbStreamRecord record(String kind, Map<String, String> item) {
        StreamRecord change = new StreamRecord();
        Map<String, AttributeValue> image = new HashMap<>();
        item.forEach((name, value) -> image.put(name, new AttributeValue(value)));
        change.setKeys(new HashMap<>(image));
        change.getKeys().keySet().retainAll(List.of(StoredNames.ORDER_ID, StoredNames.TIMESTAMP));
        if (kind.equals("REMOVE")) {
            change.setOldImage(image);
        } else {
            change.setNewImage(image);
        }
        change.setStreamViewType(StreamViewType.NEW_AND_OLD_IMAGES);
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventName(kind);
        record.setEventSource("aws:dynamodb");
        record.setEventSourceARN(STREAM_ARN);
        record.setDynamodb(change);
        return record;
    }

    static DynamodbTimeWindowEvent event(String shardId, Action.Invoke invoke, List<DynamodbStreamRecord> records) {
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        event.setRecords(records);
        event.setShardId(shardId);
        event.setEventSourceArn(STREAM_ARN);
        event.setState(new HashMap<>(invoke.state()));
        invoke.window()
                .ifPresent(window -> event.setWindow(TimeWindow.builder()
                        .withStart(window.start().toString())
                        .withEnd(window.end().toString())
                        .build()));
        event.setIsFinalInvokeForWindow(invoke.isFinal());
        event.setIsWindowTerminatedEarly(invoke.terminatedEarly());
        return event;
    }
}
