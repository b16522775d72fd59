package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.Violation;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.Tables;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What cannot be applied is kept, holds up nobody else, and comes in by a release; on DynamoDB Local. */
@NullMarked
class QuarantineTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
    private static final Violation.Evidence NOTHING_SEEN =
            new Violation.Evidence(Optional.empty(), Optional.empty(), "", "");
    private static final RowKey PRODUCT = new RowKey("PRODUCT#a", "H#2026-11-23T10");

    @SuppressWarnings("NullAway.Init")
    private Tables tables;

    /** What publishers and operators do in the events table. */
    @SuppressWarnings("NullAway.Init")
    private EventStore events;

    @SuppressWarnings("NullAway.Init")
    private Stores stores;

    @SuppressWarnings("NullAway.Init")
    private Aggregation aggregation;

    private int delivered;

    @BeforeEach
    void begin() {
        tables = LocalTables.create();
        events = new DynamoEventStore(tables);
        stores = new Stores(
                events,
                new DynamoProjectionStore(tables),
                new DynamoShardStore(tables),
                new DynamoRejectionStore(tables),
                new DynamoQuarantineStore(tables));
        aggregation = new Aggregation(
                stores,
                arn -> Map.of("shard", Optional.empty()),
                ZoneOffset.UTC,
                Executors.newFixedThreadPool(4, Thread.ofVirtual().factory()));
    }

    private static RecordedEvent placed(String orderId, int hour) {
        Header header = new Header("placed", orderId, MORNING.plusSeconds(3600L * hour));
        OrderEvent event = new OrderPlaced(header, "c", "EUR", Samples.content(Samples.line("a", "2", "3.50")));
        return Samples.recorded(event, MORNING);
    }

    private static RecordedEvent confirmed(String orderId, int hour) {
        return Samples.recorded(
                new OrderConfirmed(new Header("confirmed" + hour, orderId, MORNING.plusSeconds(3600L * hour))),
                MORNING);
    }

    private StreamRecord stored(RecordedEvent event) {
        events.append(event);
        return new StreamRecord.Insert(new SequencedEvent(next(), event));
    }

    private SequenceNumber next() {
        return SequenceNumber.of(String.valueOf(++delivered));
    }

    private void deliver(StreamRecord... records) {
        aggregation.apply("shard", "arn", List.of(records));
        aggregation.apply("shard", "arn", List.of(records));
    }

    private static EventRef ref(RecordedEvent event) {
        return new EventRef(event.event().orderId(), event.event().key().timestamp());
    }

    private BigDecimal total(RowKey home, String measure) {
        return stores.projections()
                .allTotals()
                .filter(row -> row.key().home().equals(home))
                .map(row -> row.measures().get(measure))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void an_item_that_is_no_event_is_set_aside_with_its_content_and_its_neighbours_are_applied() {
        RecordedEvent neighbour = placed("good", 2);
        deliver(
                new StreamRecord.Unreadable(next(), new EventRef("bad", "key"), "no event", "{\"x\":\"y\"}"),
                stored(neighbour));
        assertThat(stores.quarantine().events())
                .containsExactly(new QuarantinedEvent(
                        new EventRef("bad", "key"), "no event", "shard", SequenceNumber.of("1"), "{\"x\":\"y\"}"));
        assertThat(total(PRODUCT, "units.ordered")).isEqualByComparingTo("2");
    }

    @Test
    void an_event_that_cannot_be_folded_waits_for_its_release_while_others_go_on() {
        RecordedEvent placed = placed("o", 2);
        deliver(stored(placed));
        Map<String, AttributeValue> item = remove(placed);
        RecordedEvent late = confirmed("o", 1);
        RecordedEvent newer = confirmed("o", 3);
        deliver(stored(late), stored(placed("other", 2)), stored(newer));
        assertThat(stores.quarantine().state().events()).containsExactly(ref(late));
        assertThat(total(PRODUCT, "units.ordered")).isEqualByComparingTo("4");
        assertThat(total(new RowKey("ALL", "H#2026-11-23T11"), "orders.confirmed"))
                .isEqualByComparingTo("1");

        deliver(new StreamRecord.Release(next(), ref(late)));
        assertThat(stores.quarantine().state().events()).containsExactly(ref(late));

        tables.client().putItem(put -> put.tableName(tables.events()).item(item));
        deliver(new StreamRecord.Release(next(), ref(late)));
        assertThat(stores.quarantine().state().events()).isEmpty();
        assertThat(total(new RowKey("ALL", "H#2026-11-23T09"), "anomalies")).isEqualByComparingTo("1");
        // Four events, of which one came in later; and the release that could not help yet.
        assertThat(stores.shards().recordCounts()).isEqualTo(new RecordCounts(6, 3, 1, 1, 1, 0));
        assertThat(total(new RowKey("ALL", "H#2026-11-23T11"), "orders.confirmed"))
                .isEqualByComparingTo("1");
    }

    @Test
    void an_item_that_was_mended_and_released_is_not_set_aside_again_when_its_record_comes_again() {
        RecordedEvent mended = placed("o", 2);
        StreamRecord unreadable = new StreamRecord.Unreadable(next(), ref(mended), "no event", "{}");
        deliver(unreadable);
        events.append(mended);
        deliver(new StreamRecord.Release(next(), ref(mended)));
        deliver(unreadable);
        assertThat(stores.quarantine().state().events()).isEmpty();
        assertThat(total(PRODUCT, "units.ordered")).isEqualByComparingTo("2");
        assertThat(stores.shards().recordCounts()).isEqualTo(new RecordCounts(2, 0, 1, 1, 0, 0));
    }

    @Test
    void what_the_stream_gave_up_comes_in_by_a_release_and_counts_as_applied() {
        RecordedEvent lost = placed("o", 2);
        events.append(lost);
        deliver(stored(placed("p", 2)), new StreamRecord.Release(next(), ref(lost)));
        deliver(new StreamRecord.Release(next(), ref(lost)));
        assertThat(total(PRODUCT, "units.ordered")).isEqualByComparingTo("4");
        assertThat(stores.quarantine().events()).isEmpty();
        assertThat(stores.shards().recordCounts()).isEqualTo(new RecordCounts(3, 2, 0, 0, 1, 0));
    }

    @Test
    void an_order_whose_row_cannot_be_read_waits_and_others_go_on() {
        for (String attribute : List.of("version", "state", "applied")) {
            String orderId = "o-" + attribute;
            RecordedEvent first = placed(orderId, 2);
            deliver(stored(first));
            Map<String, AttributeValue> key = Map.of(
                    "aggregationKey", AttributeValue.fromS("ORDER#" + orderId),
                    "period", AttributeValue.fromS("STATE"));
            Map<String, AttributeValue> row = tables.client()
                    .getItem(get -> get.tableName(tables.aggregations()).key(key))
                    .item();
            tables.client()
                    .updateItem(update -> update.tableName(tables.aggregations())
                            .key(key)
                            .updateExpression("SET #attribute = :wrong")
                            .expressionAttributeNames(Map.of("#attribute", attribute))
                            .expressionAttributeValues(Map.of(":wrong", AttributeValue.fromBool(true))));
            RecordedEvent second = confirmed(orderId, 3);
            deliver(stored(second), stored(placed("other-" + attribute, 4)));
            assertThat(stores.quarantine().events()).singleElement().satisfies(quarantined -> {
                assertThat(quarantined.event()).isEqualTo(ref(second));
                assertThat(quarantined.reason()).contains("row lacks its");
                assertThat(quarantined.payload()).isEqualTo(second.detail());
            });
            tables.client().putItem(put -> put.tableName(tables.aggregations()).item(row));
            deliver(new StreamRecord.Release(next(), ref(second)));
            assertThat(stores.quarantine().events()).isEmpty();
            assertThat(stores.projections().orders(Set.of(orderId)))
                    .containsEntry(orderId, OrderRow.of(orderId, List.of(first, second)));
        }
        assertThat(stores.shards().recordCounts().unaccounted()).isZero();
    }

    @Test
    void an_item_as_large_as_items_get_with_keys_as_long_as_keys_get_is_set_aside() {
        String noise = new Random(7)
                .ints(400 * 1024, ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        EventRef longest = new EventRef("o".repeat(2_000), "t".repeat(1_000));
        deliver(new StreamRecord.Unreadable(next(), longest, "r".repeat(10_000), noise));
        assertThat(stores.quarantine().events()).singleElement().satisfies(quarantined -> {
            assertThat(quarantined.event()).isEqualTo(longest);
            assertThat(noise).startsWith(quarantined.payload());
            assertThat(quarantined.payload()).hasSizeGreaterThan(90_000);
        });
        stores.quarantine().applied(longest);
        assertThat(stores.quarantine().state().events()).isEmpty();
    }

    private Map<String, AttributeValue> remove(RecordedEvent event) {
        Map<String, AttributeValue> key = Map.of(
                "orderId", AttributeValue.fromS(ref(event).orderId()),
                "timestamp", AttributeValue.fromS(ref(event).timestamp()));
        Map<String, AttributeValue> item = tables.client()
                .getItem(get -> get.tableName(tables.events()).key(key))
                .item();
        tables.client().deleteItem(delete -> delete.tableName(tables.events()).key(key));
        return item;
    }

    @Test
    void a_total_beyond_38_digits_goes_on_beside_its_row_and_stays_exact() {
        String huge = "9".repeat(30) + ".99999999";
        corrupt(AttributeValue.fromN(huge));
        RecordedEvent tiny = Samples.recorded(
                new OrderPlaced(
                        new Header("placed", "o", MORNING.plusSeconds(7200)),
                        "c",
                        "EUR",
                        Samples.content(Samples.line("a", "0.000001", "0.000001"))),
                MORNING);
        deliver(stored(tiny));
        assertThat(stores.quarantine().state().rows()).containsExactly(PRODUCT);
        deliver(stored(placed("p", 2)));
        assertThat(total(PRODUCT, "amounts.EUR.gross"))
                .isEqualByComparingTo(new BigDecimal(huge).add(new BigDecimal("7.000000000001")));
        assertThat(total(new RowKey("CUSTOMER#c", "H#2026-11-23T10"), "amounts.EUR.gross"))
                .isEqualByComparingTo("7.000000000001");
    }

    @Test
    void a_value_that_is_no_number_holds_up_nobody_and_loses_nothing() {
        corrupt(AttributeValue.fromS("seven"));
        deliver(stored(placed("o", 2)), stored(placed("p", 2)));
        assertThat(stores.quarantine().state().rows()).containsExactly(PRODUCT);
        corrupt(AttributeValue.fromN("1"));
        deliver(stored(placed("q", 2)));
        assertThat(total(PRODUCT, "amounts.EUR.gross")).isEqualByComparingTo("22");
    }

    private void corrupt(AttributeValue gross) {
        tables.client()
                .updateItem(update -> update.tableName(tables.aggregations())
                        .key(Map.of(
                                "aggregationKey", AttributeValue.fromS(PRODUCT.aggregationKey()),
                                "period", AttributeValue.fromS(PRODUCT.period())))
                        .updateExpression("SET #gross = :gross")
                        .expressionAttributeNames(Map.of("#gross", "amounts.EUR.gross"))
                        .expressionAttributeValues(Map.of(":gross", gross)));
    }

    @Test
    void a_change_of_an_immutable_event_is_recorded_and_changes_no_total() {
        RecordedEvent placed = placed("o", 2);
        deliver(stored(placed), new StreamRecord.Tampering(next(), ref(placed), Violation.Kind.REMOVE, NOTHING_SEEN));
        assertThat(stores.quarantine().violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.kind()).isEqualTo(Violation.Kind.REMOVE));
        assertThat(total(PRODUCT, "units.ordered")).isEqualByComparingTo("2");
    }

    @Test
    void a_forged_event_is_set_aside_once_with_its_content_and_changes_no_total() {
        RecordedEvent placed = placed("o", 2);
        Violation.Evidence evidence =
                new Violation.Evidence(Optional.of(MORNING), Optional.empty(), "", "{\"forged\":\"yes\"}");
        EventRef forged = new EventRef("o", "2026-11-01T00:00:00.000000000Z#forged");
        deliver(
                stored(placed),
                new StreamRecord.Forged(next(), forged, "forged: it has no authentication code", evidence));
        assertThat(stores.quarantine().events())
                .extracting(QuarantinedEvent::event, QuarantinedEvent::reason, QuarantinedEvent::payload)
                .containsExactly(tuple(forged, "forged: it has no authentication code", "{\"forged\":\"yes\"}"));
        assertThat(stores.quarantine().violations())
                .extracting(Violation::event, Violation::kind, Violation::evidence)
                .containsExactly(tuple(forged, Violation.Kind.FORGED, evidence));
        assertThat(total(PRODUCT, "units.ordered")).isEqualByComparingTo("2");
        assertThat(stores.shards().recordCounts().quarantined()).isEqualTo(1);
    }

    @Test
    void an_event_that_was_recorded_at_another_time_than_it_was_stored_is_set_aside_until_it_is_released() {
        RecordedEvent placed = placed("o", 2);
        deliver(untimely(placed));
        assertThat(stores.quarantine().events())
                .extracting(QuarantinedEvent::event, QuarantinedEvent::reason)
                .containsExactly(tuple(ref(placed), "forged: too early"));
        assertThat(stores.quarantine().violations()).extracting(Violation::kind).containsExactly(Violation.Kind.FORGED);
        assertThat(total(PRODUCT, "units.ordered")).isEqualByComparingTo("0");
        deliver(new StreamRecord.Release(next(), ref(placed)));
        assertThat(stores.quarantine().events()).isEmpty();
        assertThat(total(PRODUCT, "units.ordered")).isEqualByComparingTo("2");
    }

    @Test
    void an_applied_event_that_is_put_back_is_not_forged_and_counts_once() {
        RecordedEvent placed = placed("o", 2);
        deliver(stored(placed));
        deliver(untimely(placed));
        assertThat(stores.quarantine().events()).isEmpty();
        assertThat(stores.quarantine().violations()).isEmpty();
        assertThat(total(PRODUCT, "units.ordered")).isEqualByComparingTo("2");
    }

    private StreamRecord untimely(RecordedEvent event) {
        events.append(event);
        return new StreamRecord.Insert(
                new SequencedEvent(next(), event),
                Optional.of(new StreamRecords.Untimely("forged: too early", NOTHING_SEEN)));
    }

    @Test
    void a_release_item_is_recognized_and_is_no_event() {
        RecordedEvent placed = placed("o", 2);
        events.append(placed);
        events.release("o", ref(placed).timestamp(), "r1");
        assertThat(stores.events().history("o")).containsExactly(placed);
        assertThat(stores.events().all()).containsExactly(placed);
        assertThat(tables.client().scan(scan -> scan.tableName(tables.events())).items().stream()
                        .map(item -> String.valueOf(item.get("timestamp")))
                        .filter(timestamp ->
                                timestamp.contains("~release#r1#" + ref(placed).timestamp())))
                .hasSize(1);
        assertThat(EventItem.releasedBy("~release#r1#" + ref(placed).timestamp()))
                .contains(ref(placed).timestamp());
    }
}
