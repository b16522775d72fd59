package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the records of a stream are taken for that others than this system may have written. */
@NullMarked
class StreamRecordsTest {

    private static final RecordedEvent EVENT =
            new RandomHistories(3).recorded(1, 1).getFirst();

    private static StreamRecords.StreamRecord read(Map<String, String> item, Instant created) {
        Map<String, AttributeValue> image = new HashMap<>();
        item.forEach((name, text) -> image.put(name, new AttributeValue(text)));
        Map<String, AttributeValue> keys = new HashMap<>(image);
        keys.keySet().retainAll(List.of(StoredNames.ORDER_ID, StoredNames.TIMESTAMP));
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventName("INSERT");
        record.setDynamodb(new StreamRecord()
                .withSequenceNumber("1")
                .withKeys(keys)
                .withNewImage(image)
                .withApproximateCreationDateTime(Date.from(created)));
        return new StreamRecords(LocalTables.CODES).read(List.of(record)).getFirst();
    }

    private static Map<String, String> written(String name, String value) {
        Map<String, String> item = new HashMap<>(EventItem.write(EVENT));
        item.put(name, value);
        item.put(StoredNames.MAC, LocalTables.codeOf(item));
        return item;
    }

    @Test
    void what_the_processor_wrote_is_an_event() {
        assertThat(read(EventItem.write(EVENT, LocalTables.CODES), EVENT.recordedAt()))
                .isInstanceOfSatisfying(StreamRecords.StreamRecord.Insert.class, insert -> {
                    assertThat(insert.sequenced().event()).isEqualTo(EVENT);
                    assertThat(insert.untimely()).isEmpty();
                });
    }

    @Test
    void an_event_without_a_code_or_with_that_of_another_is_forged() {
        Map<String, String> other = new HashMap<>(EventItem.write(EVENT, LocalTables.CODES));
        other.put(StoredNames.SOURCE, "another");
        for (Map<String, String> item : List.of(EventItem.write(EVENT), other)) {
            assertThat(read(item, EVENT.recordedAt())).isInstanceOf(StreamRecords.StreamRecord.Forged.class);
        }
    }

    @Test
    void a_recorded_at_that_no_writer_of_ours_makes_holds_nobody_up() {
        for (String recordedAt :
                List.of("+1000000000-12-31T23:59:59.999999999Z", "-999999999-01-01T00:00:00Z", "soon")) {
            assertThat(read(written(StoredNames.RECORDED_AT, recordedAt), EVENT.recordedAt()))
                    .as(recordedAt)
                    .isInstanceOf(StreamRecords.StreamRecord.Unreadable.class);
        }
        for (String recordedAt : List.of("2999-01-01T00:00:00Z", "0001-01-01T00:00:00Z")) {
            assertThat(read(written(StoredNames.RECORDED_AT, recordedAt), EVENT.recordedAt()))
                    .as(recordedAt)
                    .isInstanceOfSatisfying(
                            StreamRecords.StreamRecord.Insert.class,
                            insert -> assertThat(insert.untimely()).isPresent());
        }
        assertThat(read(written(StoredNames.RECORDED_AT, "2026-11-23t10:00:00.000z"), EVENT.recordedAt()))
                .isInstanceOf(StreamRecords.StreamRecord.Forged.class);
    }

    @Test
    void an_attribute_that_this_system_does_not_write_makes_an_item_no_event() {
        assertThat(read(written("note", "hello"), EVENT.recordedAt()))
                .isInstanceOf(StreamRecords.StreamRecord.Forged.class);
        assertThat(read(written(StoredNames.CUSTOMER_ID, "someone else"), EVENT.recordedAt()))
                .isInstanceOf(StreamRecords.StreamRecord.Forged.class);
    }

    @Test
    void the_stream_may_tell_of_an_event_a_little_later_and_not_much() {
        Map<String, String> item = EventItem.write(EVENT, LocalTables.CODES);
        Instant recorded = EVENT.recordedAt();
        for (Instant created : List.of(
                recorded.plus(StreamRecords.RECORDED_AS_CREATED), recorded.minus(StreamRecords.RECORDED_AS_CREATED))) {
            assertThat(untimely(item, created)).isEmpty();
        }
        for (Instant created : List.of(
                recorded.plus(StreamRecords.RECORDED_AS_CREATED).plusSeconds(1),
                recorded.minus(StreamRecords.RECORDED_AS_CREATED).minusSeconds(1))) {
            assertThat(untimely(item, created)).isPresent();
        }
    }

    private static Optional<StreamRecords.Untimely> untimely(Map<String, String> item, Instant created) {
        return ((StreamRecords.StreamRecord.Insert) read(item, created)).untimely();
    }
}
