package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.TimeWindow;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.StoredNames;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The window's state counts, and decides nothing: the rows are those of the records, whatever it says. */
@NullMarked
class WindowStateTest {

    private static final ExecutorService ONE_WRITER = Executors.newSingleThreadExecutor();
    private static final List<RecordedEvent> RECORDED = new RandomHistories(11).recorded(3, 6);

    private final InMemoryProjections totals = new InMemoryProjections();
    private final InMemoryEventStore events = new InMemoryEventStore();

    private TimeWindowEventResponse invoke(Map<String, String> state, boolean last) {
        RECORDED.forEach(events::append);
        Stores stores = new Stores(events, totals, totals, new InMemoryRejectionStore(), new InMemoryQuarantineStore());
        DynamodbTimeWindowEvent event = new DynamodbTimeWindowEvent();
        event.setShardId("shard");
        event.setState(state);
        event.setWindow(TimeWindow.builder()
                .withStart("2026-11-23T10:00:00Z")
                .withEnd("2026-11-23T10:01:00Z")
                .build());
        event.setIsFinalInvokeForWindow(last);
        event.setIsWindowTerminatedEarly(last);
        event.setRecords(records());
        return new OrderAggregator(
                        new Aggregation(stores, arn -> Map.of("shard", Optional.empty()), ZoneOffset.UTC, ONE_WRITER),
                        LocalTables.CODES)
                .handleRequest(event, NoContext.INSTANCE);
    }

    private static List<DynamodbStreamRecord> records() {
        List<DynamodbStreamRecord> records = new ArrayList<>();
        for (RecordedEvent event : RECORDED) {
            Map<String, AttributeValue> image = new HashMap<>();
            EventItem.write(event, LocalTables.CODES)
                    .forEach((name, text) -> image.put(name, new AttributeValue().withS(text)));
            Map<String, AttributeValue> keys = new HashMap<>(image);
            keys.keySet().retainAll(List.of(StoredNames.ORDER_ID, StoredNames.TIMESTAMP));
            DynamodbStreamRecord record = new DynamodbStreamRecord();
            record.setEventName("INSERT");
            record.setEventSourceARN("arn");
            record.setDynamodb(new StreamRecord()
                    .withSequenceNumber(String.valueOf(records.size() + 1))
                    .withKeys(keys)
                    .withNewImage(image));
            records.add(record);
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void every_record_is_applied_in_the_last_invocation_of_a_window_too(boolean last) {
        invoke(Map.of(), last);
        assertThat(Rows.of(totals)).isEqualTo(Rows.fromScratch(RECORDED));
    }

    @Test
    void a_state_that_counts_records_which_no_row_holds_hides_none_of_them() {
        String all = String.valueOf(RECORDED.size());
        invoke(Map.of("delivered", all, "completed", all), false);
        assertThat(Rows.of(totals)).isEqualTo(Rows.fromScratch(RECORDED));
    }

    @Test
    void a_state_goes_on_counting_from_one_invocation_to_the_next() {
        Map<String, String> once = invoke(Map.of(), false).getState();
        Map<String, String> twice = invoke(once, false).getState();
        int all = RECORDED.size();
        assertThat(WindowCounters.read(once).seen().delivered()).isEqualTo(all);
        assertThat(WindowCounters.read(once).seen().completed()).isEqualTo(all);
        assertThat(WindowCounters.read(twice).seen().delivered()).isEqualTo(2L * all);
        assertThat(WindowCounters.read(twice).seen().completed())
                .as("a record that comes again is not completed again")
                .isEqualTo(all);
        assertThat(Rows.of(totals)).isEqualTo(Rows.fromScratch(RECORDED));
    }
}
