package io.purchaseorders.stores.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
