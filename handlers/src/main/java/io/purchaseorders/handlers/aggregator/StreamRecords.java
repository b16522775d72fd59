package io.purchaseorders.handlers.aggregator;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.AlteredEventException;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.Violation.Evidence;
import io.purchaseorders.stores.Violation.Kind;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
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

        /**
         * A new event.
         *
         * @param untimely present where the stream tells of it at another time than the event says it was recorded at
         */
        record Insert(SequencedEvent sequenced, Optional<Untimely> untimely) implements StreamRecord {

            Insert(SequencedEvent sequenced) {
                this(sequenced, Optional.empty());
            }

            @Override
            public SequenceNumber at() {
                return sequenced.at();
            }
        }

        /** A new item that cannot be read as an event. */
        record Unreadable(SequenceNumber at, EventRef event, String reason, String payload) implements StreamRecord {}

        /** A request to apply an event that was quarantined or never arrived. */
        record Release(SequenceNumber at, EventRef event) implements StreamRecord {}

        /** A new item that this system did not write. */
        record Forged(SequenceNumber at, EventRef event, String reason, Evidence evidence) implements StreamRecord {}

        /** A change of an immutable item. */
        record Tampering(SequenceNumber at, EventRef event, Kind kind, Evidence evidence) implements StreamRecord {}
    }

    /** Why an event counts as forged unless it was applied before, and so is only put back. */
    record Untimely(String reason, Evidence evidence) {}

    /**
     * How far apart the stream's and the event's time may be: the processor sets the one right before it inserts, which takes
     * {@link EventReader#LONGEST_APPEND} at most, and the stream rounds the other, DynamoDB Local to the minute. Whoever has
     * no key cannot make an event, and whoever has an old one cannot put it back.
     */
    static final Duration RECORDED_AS_CREATED = Duration.ofMinutes(2);

    private final EventCodes codes;

    StreamRecords(EventCodes codes) {
        this.codes = codes;
    }

    List<StreamRecord> read(@Nullable List<DynamodbStreamRecord> records) {
        return records == null ? List.of() : records.stream().map(this::read).toList();
    }

    private StreamRecord read(DynamodbStreamRecord record) {
        var change = record.getDynamodb();
        SequenceNumber at = SequenceNumber.of(change.getSequenceNumber());
        Map<String, String> keys = texts(change.getKeys());
        EventRef event =
                new EventRef(keys.getOrDefault(StoredNames.ORDER_ID, ""), keys.getOrDefault(StoredNames.TIMESTAMP, ""));
        Evidence evidence = new Evidence(
                created(record),
                Optional.ofNullable(record.getUserIdentity()).map(Identity::getPrincipalId),
                json(change.getOldImage()),
                json(change.getNewImage()));
        if (!record.getEventName().equals("INSERT")) {
            return new StreamRecord.Tampering(at, event, Kind.valueOf(record.getEventName()), evidence);
        }
        Optional<String> released = EventItem.releasedBy(event.timestamp());
        return released.isPresent()
                ? new StreamRecord.Release(at, new EventRef(event.orderId(), released.get()))
                : insert(at, event, texts(change.getNewImage()), evidence);
    }

    private StreamRecord insert(SequenceNumber at, EventRef event, Map<String, String> item, Evidence evidence) {
        RecordedEvent read;
        try {
            read = EventItem.read(item, codes);
        } catch (AlteredEventException forged) {
            return new StreamRecord.Forged(at, event, "forged: " + forged.getMessage(), evidence);
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return new StreamRecord.Unreadable(
                    at, event, "the item is not an event: " + unreadable.getMessage(), evidence.after());
        }
        return new StreamRecord.Insert(
                new SequencedEvent(at, read),
                evidence.time()
                        .filter(time ->
                                Duration.between(read.recordedAt(), time).abs().compareTo(RECORDED_AS_CREATED) > 0)
                        .map(time -> new Untimely(
                                "forged: it says that it was recorded at " + read.recordedAt() + ", and was stored at "
                                        + time,
                                evidence)));
    }

    private static Optional<Instant> created(DynamodbStreamRecord record) {
        return Optional.ofNullable(record.getDynamodb().getApproximateCreationDateTime())
                .map(Date::toInstant);
    }

    /** Attributes of other types than text in some notation. */
    private static Map<String, String> texts(@Nullable Map<String, AttributeValue> image) {
        Map<String, String> item = new TreeMap<>();
        if (image != null) {
            image.forEach((name, value) -> item.put(name, value.getS() != null ? value.getS() : value.toString()));
        }
        return item;
    }

    /** The image as JSON, empty where the record carries none. */
    private static String json(@Nullable Map<String, AttributeValue> image) {
        try {
            return image == null ? "" : DetailJson.MAPPER.writeValueAsString(texts(image));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can always be written", e);
        }
    }
}
