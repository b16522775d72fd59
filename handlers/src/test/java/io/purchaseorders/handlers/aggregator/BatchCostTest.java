package io.purchaseorders.handlers.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.Violation;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** What one batch asks of DynamoDB, and what it does where DynamoDB refuses or one of its records is poison. */
@NullMarked
class BatchCostTest {

    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");

    private final Tables tables = LocalTables.create();
    private final EventStore publisher = new DynamoEventStore(tables);
    private final RequestLog requests = new RequestLog();
    private final Stores stores = stores(LocalTables.observed(tables, requests));
    private final Aggregation aggregation = new Aggregation(
            stores,
            arn -> Map.of("shard", Optional.empty()),
            ZoneOffset.UTC,
            Executors.newFixedThreadPool(4, Thread.ofVirtual().factory()));
    private int delivered;

    private static Stores stores(Tables tables) {
        return new Stores(
                new DynamoEventStore(tables),
                new DynamoProjectionStore(tables),
                new DynamoShardStore(tables),
                new DynamoRejectionStore(tables),
                new DynamoQuarantineStore(tables));
    }

    private static RecordedEvent placed(String orderId, String customer, OrderLine... lines) {
        return Samples.recorded(
                new OrderPlaced(
                        new Header("placed", orderId, MORNING.plusSeconds(7200)),
                        customer,
                        "EUR",
                        Samples.content(lines)),
                MORNING);
    }

    private static RecordedEvent confirmed(String orderId, int hour) {
        return Samples.recorded(
                new OrderConfirmed(new Header("confirmed" + hour, orderId, MORNING.plusSeconds(3600L * hour))),
                MORNING);
    }

    private StreamRecord insert(RecordedEvent event) {
        return new StreamRecord.Insert(new SequencedEvent(next(), event));
    }

    private StreamRecord stored(RecordedEvent event) {
        publisher.append(event);
        return insert(event);
    }

    private SequenceNumber next() {
        return SequenceNumber.of(String.valueOf(++delivered));
    }

    private Applied deliver(StreamRecord... records) {
        return aggregation.apply("shard", "arn", List.of(records));
    }

    /** The shard is known from here on, as it is to all but the first of an environment's batches. */
    @BeforeEach
    void firstBatch() {
        deliver(stored(placed("first", "c0", Samples.line("p0", "1", "1"))));
        requests.clear();
    }

    @Test
    void a_batch_writes_each_row_once_and_reads_nothing_but_the_orders_rows_and_the_marks() {
        List<StreamRecord> records = new ArrayList<>();
        for (int order = 0; order < 30; order++) {
            RecordedEvent placed = placed(
                    "o" + order,
                    "c" + order % 5,
                    Samples.line("p" + order % 7, "1", "2.50"),
                    Samples.line("p" + (order + 1) % 7, "3", "4"));
            records.add(stored(placed));
            records.add(stored(confirmed("o" + order, 3)));
        }
        requests.clear();
        deliver(records.toArray(StreamRecord[]::new));
        // The batch touches every row there is: those of the first order's customer and product as well.
        Map<String, Integer> counted = requests.counts();
        double readUnits = requests.readUnits();
        double writeUnits = requests.writeUnits();
        long totals = stores.projections().allTotals().count();
        int orders = 30;
        System.out.println("a batch of 60 events, " + totals + " rows of totals, " + orders + " orders: " + counted
                + ", " + writeUnits + " write units, "
                + readUnits + " read units");
        assertThat(counted.keySet())
                .containsExactlyInAnyOrder(
                        "UpdateItem aggregations",
                        "PutItem of an order aggregations",
                        "BatchGetItem aggregations",
                        "Query intake");
        assertThat(counted)
                .containsEntry("UpdateItem aggregations", (int) totals + 2)
                .containsEntry("PutItem of an order aggregations", orders)
                .containsEntry("BatchGetItem aggregations", 1)
                .containsEntry("Query intake", 1);
        // No row is over 1 KB, so each takes one unit: those of totals, of the orders of the day, of the shard, of
        // orders. A row of a month that is new takes one more for its entry in the directory, once: four customers, six
        // products.
        int entries = 4 + 6;
        assertThat(writeUnits).isEqualTo((double) (totals + 2 + orders + entries));
    }

    @Test
    void throttling_without_end_fails_the_batch_and_sets_nothing_aside() {
        StreamRecord one = stored(placed("o", "c", Samples.line("a", "2", "3.50")));
        StreamRecord other = stored(placed("p", "c", Samples.line("b", "2", "3.50")));
        for (String operation : List.of("UpdateItem", "PutItem of an order", "BatchGetItem", "Query")) {
            requests.refuse(
                    operation,
                    ProvisionedThroughputExceededException.builder()
                            .awsErrorDetails(AwsErrorDetails.builder()
                                    .errorCode("ProvisionedThroughputExceededException")
                                    .build())
                            .build());
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThatThrownBy(() -> deliver(one, other))
                        .isInstanceOf(ProvisionedThroughputExceededException.class);
            }
            requests.refuseNothing();
            assertThat(stores.quarantine().events()).isEmpty();
            assertThat(stores.quarantine().state().rows()).isEmpty();
        }
        deliver(one, other);
        assertThat(stores.projections().orders(Set.of("o", "p"))).hasSize(2);
        assertThat(stores.projections()
                        .totals(
                                "CUSTOMER#c",
                                Granularity.HOUR,
                                Optional.of("2026-11-23T00"),
                                Optional.of("2026-11-23T23"))
                        .flatMap(row -> row.measures().values().entrySet().stream())
                        .filter(measure -> measure.getKey().equals("amounts.EUR.gross"))
                        .map(measure -> measure.getValue().toPlainString()))
                .containsExactly("14");
    }

    @Test
    void every_kind_of_poison_in_one_batch_keeps_none_of_its_neighbours_waiting() {
        RecordedEvent gone = placed("gone", "c", Samples.line("a", "1", "1"));
        RecordedEvent before = placed("torn", "c", Samples.line("a", "1", "1"));
        deliver(stored(gone), stored(before));
        tables.client()
                .deleteItem(delete -> delete.tableName(tables.events())
                        .key(Map.of(
                                "orderId", AttributeValue.fromS("gone"),
                                "timestamp",
                                        AttributeValue.fromS(gone.event().key().timestamp()))));
        set("ORDER#torn", "STATE", "state", AttributeValue.fromBool(true));
        set("PRODUCT#huge", "H#2026-11-23T10", "amounts.EUR.gross", AttributeValue.fromN("9".repeat(30) + ".99999999"));
        RecordedEvent late = confirmed("gone", 1);
        RecordedEvent torn = confirmed("torn", 3);
        RecordedEvent large = placed(
                "large",
                "c",
                IntStream.range(0, 600)
                        .mapToObj(line -> Samples.line("s".repeat(700) + line, "1", "1"))
                        .toArray(OrderLine[]::new));

        Applied applied = deliver(
                stored(placed("n1", "c", Samples.line("a", "2", "3.50"))),
                new StreamRecord.Unreadable(next(), new EventRef("bad", "key"), "no event", "{}"),
                stored(placed("n2", "c", Samples.line("a", "2", "3.50"))),
                stored(late),
                stored(torn),
                stored(placed("n3", "c", Samples.line("huge", "0.000001", "0.000001"))),
                insert(large),
                new StreamRecord.Tampering(
                        next(),
                        new EventRef("n1", "x"),
                        Violation.Kind.MODIFY,
                        new Violation.Evidence(Optional.empty(), Optional.empty(), "", "")),
                stored(placed("n4", "c", Samples.line("a", "2", "3.50"))));

        assertThat(stores.quarantine().events())
                .extracting(quarantined -> quarantined.event().orderId())
                .containsExactlyInAnyOrder("bad", "gone", "torn", "large");
        assertThat(stores.quarantine().events())
                .filteredOn(aside -> aside.event().orderId().equals("large"))
                .extracting(QuarantinedEvent::reason)
                .containsExactly("the order's row would get too large");
        assertThat(applied.rowsQuarantined()).isEqualTo(1);
        assertThat(applied.violations()).hasSize(1);
        assertThat(applied.recordCounts().applied()).isEqualTo(4);
        assertThat(stores.projections()
                        .orders(Set.of("n1", "n2", "n3", "n4", "large"))
                        .keySet())
                .containsExactlyInAnyOrder("n1", "n2", "n3", "n4");
        assertThat(stores.shards().shards())
                .allSatisfy(shard ->
                        assertThat(shard.appliedThrough()).contains(SequenceNumber.of(String.valueOf(delivered))));
    }

    private void set(String aggregationKey, String period, String attribute, AttributeValue value) {
        tables.client()
                .updateItem(update -> update.tableName(tables.aggregations())
                        .key(Map.of(
                                "aggregationKey", AttributeValue.fromS(aggregationKey),
                                "period", AttributeValue.fromS(period)))
                        .updateExpression("SET #attribute = :value")
                        .expressionAttributeNames(Map.of("#attribute", attribute))
                        .expressionAttributeValues(Map.of(":value", value)));
    }
}
