package io.purchaseorders.handlers.aggregator;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.dynamodb.EventItem;
import io.purchaseorders.projections.BatchPlanner.Arrival;
import io.purchaseorders.projections.SequenceNumber;
import io.vavr.control.Either;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the records of a batch: inserts of events, and what must never be there. */
final class StreamRecords {

    /**
     * A record that is no insert of a readable event.
     *
     * @param reason what is wrong with it, without any of its content
     */
    record Foreign(SequenceNumber at, String reason) {}

    private StreamRecords() {}

    static List<Either<Foreign, Arrival>> read(@Nullable List<DynamodbStreamRecord> records) {
        return records == null
                ? List.of()
                : records.stream().map(StreamRecords::read).toList();
    }

    private static Either<Foreign, Arrival> read(DynamodbStreamRecord record) {
        SequenceNumber at = SequenceNumber.of(record.getDynamodb().getSequenceNumber());
        if (!record.getEventName().equals("INSERT")) {
            return Either.left(new Foreign(at, record.getEventName() + " on the immutable events"));
        }
        try {
            return Either.right(new Arrival(at, event(record.getDynamodb().getNewImage())));
        } catch (IllegalArgumentException unreadable) {
            return Either.left(new Foreign(at, "an item that is no event"));
        }
    }

    private static RecordedEvent event(Map<String, AttributeValue> image) {
        Map<String, String> item = new HashMap<>();
        image.forEach((name, value) -> {
            if (value.getS() != null) {
                item.put(name, value.getS());
            }
        });
        return EventItem.read(item);
    }
}
