package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.GenerationLoad;
import io.purchaseorders.stores.QuarantineReader;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An order whose row was deleted: its next event must not be folded against nothing. */
@NullMarked
class LostRowTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");

    private final Tables tables = LocalTables.create();
    private final DynamoEventStore events = new DynamoEventStore(tables);
    private final Stores stores = new Stores(
            events,
            new DynamoProjectionStore(tables),
            new DynamoShardStore(tables),
            new DynamoRejectionStore(tables),
            new DynamoQuarantineStore(tables));
    private final Aggregation aggregation = new Aggregation(
            stores,
            arn -> Map.of("shard", Optional.empty()),
            ZoneOffset.UTC,
            Executors.newFixedThreadPool(4, Thread.ofVirtual().factory()));
    private int delivered;

    private static RecordedEvent placed(String orderId, int minute) {
        return recorded(
                new OrderPlaced(
                        new Header("placed", orderId, MORNING),
                        "c",
                        "EUR",
                        Samples.content(Samples.line("a", "2", "3.50"))),
                minute);
    }

    private static RecordedEvent confirmed(String orderId, int minute) {
        return recorded(
                new OrderConfirmed(new Header("confirmed" + minute, orderId, MORNING.plusSeconds(60L * minute))),
                minute);
    }

    private static RecordedEvent recorded(OrderEvent event, int minute) {
        return Samples.recorded(event, MORNING.plusSeconds(60L * minute));
    }

    private void deliver(RecordedEvent... arrived) {
        List<StreamRecord> records = new java.util.ArrayList<>();
        for (RecordedEvent event : arrived) {
            events.append(event);
            records.add(
                    new StreamRecord.Insert(new SequencedEvent(SequenceNumber.of(String.valueOf(++delivered)), event)));
        }
        aggregation.apply("shard", "arn", records);
        aggregation.apply("shard", "arn", records);
    }

    private void loseRowOf(String orderId) {
        tables.client()
                .deleteItem(delete -> delete.tableName(tables.aggregations())
                        .key(Map.of(
                                "aggregationKey",
                                AttributeValue.fromS("ORDER#" + orderId),
                                "period",
                                AttributeValue.fromS("STATE"))));
    }

    private Map<RowKey, Object> totals() {
        return stores.projections()
                .allTotals()
                .collect(
                        Collectors.toMap(row -> row.key(), row -> row.measures().values()));
    }

    @Test
    void the_next_event_is_quarantined_and_changes_no_total_and_other_orders_go_on() {
        deliver(placed("lost", 1), placed("kept", 1));
        Map<RowKey, Object> before = totals();
        loseRowOf("lost");
        deliver(confirmed("lost", 2));
        assertThat(totals()).isEqualTo(before);
        assertThat(stores.quarantine().events())
                .extracting(QuarantinedEvent::reason)
                .containsExactly(QuarantineReader.ROW_LOST);
        deliver(confirmed("kept", 3));
        assertThat(totals()).isNotEqualTo(before);
    }

    @Test
    void an_order_that_begins_with_another_event_than_its_placing_is_no_lost_one() {
        deliver(confirmed("early", 2));
        deliver(placed("early", 3));
        assertThat(stores.quarantine().events()).isEmpty();
        assertThat(stores.projections().allOrders().findFirst().orElseThrow().version())
                .isEqualTo(2);
    }

    @Test
    void a_snapshot_folds_what_only_the_lost_row_kept_out() {
        deliver(placed("lost", 1));
        loseRowOf("lost");
        RecordedEvent confirmed = confirmed("lost", 2);
        deliver(confirmed);
        GenerationLoad.Snapshot snapshot = GenerationLoad.read(
                new GenerationLoad.Source(events, stores.quarantine()), row -> true, ZoneOffset.UTC);
        assertThat(snapshot.quarantined()).isEmpty();
        assertThat(snapshot.events()).isEqualTo(2);
        assertThat(snapshot.rows())
                .isEqualTo(Projections.fromScratch(List.of(placed("lost", 1), confirmed), ZoneOffset.UTC));
    }

    @Test
    void a_snapshot_leaves_out_what_is_quarantined_for_a_reason_of_its_own() {
        RecordedEvent forged = confirmed("order", 2);
        events.append(placed("order", 1));
        events.append(forged);
        QuarantinedEvent mark = new QuarantinedEvent(
                RecordOutcomes.ref(forged), "forged", "shard", SequenceNumber.of("1"), forged.detail());
        stores.quarantine().quarantine(mark);
        GenerationLoad.Snapshot snapshot = GenerationLoad.read(
                new GenerationLoad.Source(events, stores.quarantine()), row -> true, ZoneOffset.UTC);
        assertThat(snapshot.quarantined()).containsExactly(mark);
        assertThat(snapshot.events()).isEqualTo(2);
        assertThat(snapshot.rows()).isEqualTo(Projections.fromScratch(List.of(placed("order", 1)), ZoneOffset.UTC));
    }
}
