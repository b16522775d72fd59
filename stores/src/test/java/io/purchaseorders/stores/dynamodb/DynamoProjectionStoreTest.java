package io.purchaseorders.stores.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Directory;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.NewerCodecException;
import io.purchaseorders.stores.ProjectionReader.Hours;
import io.purchaseorders.stores.ProjectionReader.IntegrityFinding;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ProjectionStoreContract;
import io.purchaseorders.stores.ProjectionWriter;
import io.purchaseorders.stores.ShardCursor;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

class DynamoProjectionStoreTest extends ProjectionStoreContract {

    @Override
    protected ProjectionStore empty() {
        return new DynamoProjectionStore(LocalTables.create());
    }

    @Test
    void an_audit_names_rows_that_the_system_would_not_have_written_so() {
        Tables tables = LocalTables.create();
        ProjectionStore store = new DynamoProjectionStore(tables);
        long ordinal =
                new DynamoShardStore(tables).register("shard", Optional.empty()).ordinal();
        SequenceNumber one = SequenceNumber.of("1");
        store.add(new ProjectionWriter.Addition(
                new RowKey("PRODUCT#a", "H#2026-11-23T10"),
                Measures.of(Map.of("events", BigDecimal.ONE)),
                new ShardCursor(ordinal, ordinal, List.of()),
                one,
                one));
        store.putOrder(OrderRow.of("o", new RandomHistories(1).recorded(1, 1)), 0);
        assertThat(store.integrityFindings()).isEmpty();

        change(tables, "PRODUCT#a", "H#2026-11-23T10", "fence", "7");
        change(tables, "PRODUCT#a", "H#2026-11-23T10", "upTo9", "7");
        change(tables, "PRODUCT#a", "H#2026-11-23T10", "gross", "7");
        change(tables, "ORDER#o", "STATE", "version", "7");
        change(tables, "BOGUS", "row", "x", "7");
        change(tables, "PRODUCT#a", "D#2026-11-23", "events", "7");
        change(tables, "ALL", "H#2026-11-23", "events", "7");
        assertThat(store.integrityFindings())
                .extracting(IntegrityFinding::row)
                .containsExactlyInAnyOrder(
                        "PRODUCT#a H#2026-11-23T10",
                        "PRODUCT#a H#2026-11-23T10",
                        "PRODUCT#a H#2026-11-23T10",
                        "ORDER#o STATE",
                        "BOGUS row",
                        "PRODUCT#a D#2026-11-23",
                        "ALL H#2026-11-23");
        assertThat(everyRow(store)).containsAll(store.integrityFindings().toList());
    }

    @Test
    void a_row_enters_the_directory_when_it_is_made_and_costs_the_index_nothing_after_that() {
        Tables tables = LocalTables.create();
        ConsumedUnits consumed = new ConsumedUnits();
        ProjectionStore store = new DynamoProjectionStore(LocalTables.observed(tables, consumed));
        RowKey month = new RowKey("PRODUCT#a", "M#2026-11");
        store.add(addition(month, "1"));
        assertThat(consumed.ofIndexes()).isEqualTo(1);
        store.add(addition(month, "2"));
        store.add(addition(new RowKey("PRODUCT#a", "H#2026-11-23T10"), "1"));
        store.add(addition(new RowKey("ALL", "M#2026-11"), "1"));
        assertThat(consumed.ofIndexes()).isEqualTo(1);
        assertThat(consumed.ofTables()).isEqualTo(4);
    }

    @Test
    void an_audit_names_rows_of_months_that_their_directory_does_not() {
        Tables tables = LocalTables.create();
        ProjectionStore store = new DynamoProjectionStore(tables);
        long ordinal =
                new DynamoShardStore(tables).register("shard", Optional.empty()).ordinal();
        SequenceNumber one = SequenceNumber.of("1");
        for (RowKey row : List.of(new RowKey("PRODUCT#a", "M#2026-11"), new RowKey("ALL", "M#2026-11"))) {
            store.add(new ProjectionWriter.Addition(
                    row,
                    Measures.of(Map.of("events", BigDecimal.ONE)),
                    new ShardCursor(ordinal, ordinal, List.of()),
                    one,
                    one));
        }
        store.seal(new RowKey("PRODUCT#b", "M#2026-11"));
        assertThat(store.integrityFindings()).isEmpty();
        update(tables, "PRODUCT#a", "M#2026-11", "REMOVE directory");
        update(tables, "ALL", "M#2026-11", "SET directory = aggregationKey");
        assertThat(store.integrityFindings())
                .extracting(IntegrityFinding::finding)
                .containsExactlyInAnyOrder(
                        "directory is missing and must be "
                                + Directory.partition(new RowKey("PRODUCT#a", "M#2026-11"))
                                        .orElseThrow(),
                        "directory is ALL and must be missing");
    }

    private static void update(Tables tables, String key, String period, String expression) {
        tables.client()
                .updateItem(update -> update.tableName(tables.aggregations())
                        .key(Map.of(
                                "aggregationKey", AttributeValue.fromS(key), "period", AttributeValue.fromS(period)))
                        .updateExpression(expression));
    }

    @Test
    void every_row_of_any_kind_is_handed_over_by_one_reading_of_the_table() {
        Tables tables = LocalTables.create();
        List<String> scans = new ArrayList<>();
        ProjectionStore store = new DynamoProjectionStore(LocalTables.observed(tables, new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof ScanRequest scan) {
                    scans.add(scan.tableName());
                }
            }
        }));
        OrderOnDay onDay = new OrderOnDay(LocalDate.parse("2026-11-23"), 9, "o");
        store.add(addition(new RowKey("ALL", "D#2026-11-23"), "1"));
        store.putOrder(OrderRow.of("o", new RandomHistories(1).recorded(1, 1)), 0);
        store.note(new ProjectionWriter.DayOrders("1#1", List.of(onDay)));
        assertThat(everyRow(store)).contains(onDay).hasSizeGreaterThanOrEqualTo(3);
        assertThat(scans).containsExactly(tables.aggregations());
    }

    @Test
    void orders_of_a_day_that_nobody_can_read_are_a_finding_and_the_others_are_read() {
        Tables tables = LocalTables.create();
        ProjectionStore store = new DynamoProjectionStore(tables);
        OrderOnDay onDay = new OrderOnDay(LocalDate.parse("2026-11-23"), 9, "o");
        store.note(new ProjectionWriter.DayOrders("1#1", List.of(onDay)));
        change(tables, "DAYS#2026", "no day", "orders", "7");
        assertThat(everyRow(store))
                .containsExactlyInAnyOrder(
                        onDay, new IntegrityFinding("DAYS#2026 no day", "is not a set of orders of a day"));
    }

    @Test
    void orders_of_a_day_of_a_newer_codec_are_no_finding_and_end_the_reading() {
        Tables tables = LocalTables.create();
        ProjectionStore store = new DynamoProjectionStore(tables);
        store.note(
                new ProjectionWriter.DayOrders("1#1", List.of(new OrderOnDay(LocalDate.parse("2026-11-23"), 9, "o"))));
        change(tables, "DAYS#2026", "2026-11-23#1#1", "codec", "2");
        assertThatThrownBy(() -> everyRow(store))
                .isInstanceOf(NewerCodecException.class)
                .hasMessageContaining("version 2");
    }

    /** Asks DynamoDB what every update takes, and sums it up. */
    private static final class ConsumedUnits implements ExecutionInterceptor {

        private double tables;
        private double indexes;

        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            return context.request() instanceof UpdateItemRequest update
                    ? update.toBuilder()
                            .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                            .build()
                    : context.request();
        }

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            if (context.response() instanceof UpdateItemResponse answer) {
                var consumed = answer.consumedCapacity();
                tables += consumed.table().capacityUnits();
                consumed.globalSecondaryIndexes().values().forEach(index -> indexes += index.capacityUnits());
            }
        }

        double ofTables() {
            return tables;
        }

        double ofIndexes() {
            return indexes;
        }
    }

    @Test
    void a_row_of_a_newer_codec_is_neither_read_nor_written_and_is_no_damage() {
        Tables tables = LocalTables.create();
        ProjectionStore store = new DynamoProjectionStore(tables);
        RowKey row = new RowKey("ALL", "D#2026-11-23");
        OrderOnDay onDay = new OrderOnDay(LocalDate.parse("2026-11-23"), 9, "o");
        store.add(addition(row, "1"));
        store.putOrder(OrderRow.of("o", new RandomHistories(1).recorded(1, 1)), 0);
        store.note(new ProjectionWriter.DayOrders("1#1", List.of(onDay)));
        new DynamoShardStore(tables).register("shard", Optional.empty());
        assertThat(store.orders(Set.of("o"))).hasSize(1);

        change(tables, "ALL", "D#2026-11-23", "codec", "2");
        change(tables, "ORDER#o", "STATE", "codec", "2");
        change(tables, "DAYS#2026", "2026-11-23#1#1", "codec", "2");
        change(tables, "SHARDS", "shard", "codec", "2");
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> store.add(addition(row, "2")),
                () -> store.totals("ALL", Granularity.DAY, Optional.empty(), Optional.empty())
                        .toList(),
                () -> store.find(Set.of("o")),
                () -> store.ordersOn(onDay.day(), new Hours(0, 23), "", 1),
                () -> new DynamoShardStore(tables).shards())) {
            assertThatThrownBy(call).isInstanceOf(NewerCodecException.class).hasMessageContaining("version 2");
        }
    }

    /** Going back by one release, and the moment in which two of them take turns. */
    @Test
    void a_release_that_reads_a_version_and_does_not_write_it_adds_to_its_rows_and_lowers_none() {
        Tables tables = LocalTables.create();
        CodecVersion.Known next = new CodecVersion.Known(2, 1);
        CodecVersion.Known newest = new CodecVersion.Known(2, 2);
        ProjectionStore oldest = new DynamoProjectionStore(tables);
        ProjectionStore readsTheNext = new DynamoProjectionStore(tables, next, next);
        ProjectionStore writesIt = new DynamoProjectionStore(tables, newest, newest);
        RowKey row = new RowKey("ALL", "D#2026-11-23");
        LocalDate day = LocalDate.parse("2026-11-23");
        int number = 0;
        for (ProjectionStore store : List.of(oldest, readsTheNext)) {
            assertThat(store.add(addition(row, "" + ++number))).isInstanceOf(ProjectionWriter.Added.Done.class);
            store.note(new ProjectionWriter.DayOrders("1#1", List.of(new OrderOnDay(day, 9, "o" + number))));
            assertThat(codec(tables, "ALL", "D#2026-11-23")).isEqualTo("1");
            assertThat(codec(tables, "DAYS#2026", "2026-11-23#1#1")).isEqualTo("1");
        }
        for (ProjectionStore store : List.of(writesIt, readsTheNext, writesIt)) {
            assertThat(store.add(addition(row, "" + ++number))).isInstanceOf(ProjectionWriter.Added.Done.class);
            store.note(new ProjectionWriter.DayOrders("1#1", List.of(new OrderOnDay(day, 9, "o" + number))));
            assertThat(codec(tables, "ALL", "D#2026-11-23")).isEqualTo("2");
            assertThat(codec(tables, "DAYS#2026", "2026-11-23#1#1")).isEqualTo("2");
        }
        String last = "" + ++number;
        assertThatThrownBy(() -> oldest.add(addition(row, last))).isInstanceOf(NewerCodecException.class);
        assertThatThrownBy(() ->
                        oldest.note(new ProjectionWriter.DayOrders("1#1", List.of(new OrderOnDay(day, 9, "never")))))
                .isInstanceOf(NewerCodecException.class);
        assertThat(tables.aggregationsTable()
                        .item("ALL", "D#2026-11-23")
                        .orElseThrow()
                        .get("events"))
                .isEqualTo(AttributeValue.fromN("5"));
        assertThat(tables.aggregationsTable()
                        .item("DAYS#2026", "2026-11-23#1#1")
                        .orElseThrow()
                        .getOrDefault("orders", AttributeValue.fromSs(List.of()))
                        .ss())
                .hasSize(5)
                .noneMatch(entry -> entry.contains("never"));
        assertThatThrownBy(() -> new CodecVersion.Known(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String codec(Tables tables, String key, String period) {
        return tables.aggregationsTable()
                .item(key, period)
                .orElseThrow()
                .getOrDefault("codec", AttributeValue.fromN("0"))
                .n();
    }

    private static ProjectionWriter.Addition addition(RowKey row, String number) {
        return new ProjectionWriter.Addition(
                row,
                Measures.of(Map.of("events", BigDecimal.ONE)),
                new ShardCursor(1, 1, List.of()),
                SequenceNumber.of(number),
                SequenceNumber.of(number));
    }

    private static void change(Tables tables, String key, String period, String attribute, String number) {
        tables.client()
                .updateItem(update -> update.tableName(tables.aggregations())
                        .key(Map.of(
                                "aggregationKey", AttributeValue.fromS(key), "period", AttributeValue.fromS(period)))
                        .updateExpression("SET #attribute = :number")
                        .expressionAttributeNames(Map.of("#attribute", attribute))
                        .expressionAttributeValues(Map.of(":number", AttributeValue.fromN(number))));
    }
}
