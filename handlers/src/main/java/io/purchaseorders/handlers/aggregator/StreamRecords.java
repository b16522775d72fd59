package io.purchaseorders.handlers.aggregator;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the records of a batch. */
final class StreamRecords {

    /** What one record of the events' stream can be. */
    sealed interface StreamRecord {
        SequenceNumber at();

        /** A new event. */
        record Insert(SequencedEvent sequenced) implements StreamRecord {
            @Override
            public SequenceNumber at() {
                return sequenced.at();
            }
        }

        /** A new item that cannot be read as an event. */
        record Unreadable(SequenceNumber at, EventRef event, String reason, String payload) implements StreamRecord {}

        /** A request to apply an event that was quarantined or never arrived. */
        record Release(SequenceNumber at, EventRef event) implements StreamRecord {}

        /** A change of an immutable item. */
        record Tampering(SequenceNumber at, EventRef event, String kind) implements StreamRecord {}
    }

    private StreamRecords() {}

    static List<StreamRecord> read(@Nullable List<DynamodbStreamRecord> records) {
        return records == null
                ? List.of()
                : records.stream().map(StreamRecords::read).toList();
    }

    private static StreamRecord read(DynamodbStreamRecord record) {
        SequenceNumber at = SequenceNumber.of(record.getDynamodb().getSequenceNumber());
        Map<String, String> keys = texts(record.getDynamodb().getKeys());
        EventRef event =
                new EventRef(keys.getOrDefault(StoredNames.ORDER_ID, ""), keys.getOrDefault(StoredNames.TIMESTAMP, ""));
        if (!record.getEventName().equals("INSERT")) {
            return new StreamRecord.Tampering(at, event, record.getEventName());
        }
        Optional<String> released = EventItem.releasedBy(event.timestamp());
        return released.isPresent()
                ? new StreamRecord.Release(at, new EventRef(event.orderId(), released.get()))
                : insert(at, event, record.getDynamodb().getNewImage());
    }

    private static StreamRecord insert(SequenceNumber at, EventRef event, @Nullable Map<String, AttributeValue> image) {
        try {
            return new StreamRecord.Insert(new SequencedEvent(at, EventItem.read(texts(image))));
        } catch (RuntimeException unreadable) {
            return new StreamRecord.Unreadable(
                    at, event, "the item is not an event: " + unreadable.getMessage(), json(image));
        }
    }

    private static Map<String, String> texts(@Nullable Map<String, AttributeValue> image) {
        Map<String, String> item = new TreeMap<>();
        if (image != null) {
            for (Map.Entry<String, AttributeValue> attribute : image.entrySet()) {
                if (attribute.getValue().getS() != null) {
                    item.put(attribute.getKey(), attribute.getValue().getS());
                }
            }
        }
        return item;
    }

    /** The image as JSON, empty where the record carries none. */
    private static String json(@Nullable Map<String, AttributeValue> image) {
        Map<String, String> shown = new TreeMap<>();
        if (image != null) {
            image.forEach((name, value) -> shown.put(name, value.getS() != null ? value.getS() : value.toString()));
        }
        try {
            return DetailJson.MAPPER.writeValueAsString(shown);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can always be written", e);
        }
    }
}
