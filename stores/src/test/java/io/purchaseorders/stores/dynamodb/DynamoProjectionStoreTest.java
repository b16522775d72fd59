package io.purchaseorders.stores.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader.IntegrityFinding;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ProjectionStoreContract;
import io.purchaseorders.stores.ProjectionWriter;
import io.purchaseorders.stores.ShardCursor;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                new RowKey("PRODUCT#a", "2026-11-23"),
                Measures.of(Map.of("events", BigDecimal.ONE)),
                new ShardCursor(ordinal, ordinal, List.of()),
                one,
                one));
        store.putOrder(OrderRow.of("o", new RandomHistories(1).recorded(1, 1)), 0);
        assertThat(store.integrityFindings()).isEmpty();

        change(tables, "PRODUCT#a", "2026-11-23", "fence", "7");
        change(tables, "PRODUCT#a", "2026-11-23", "upTo9", "7");
        change(tables, "PRODUCT#a", "2026-11-23", "gross", "7");
        change(tables, "ORDER#o", "STATE", "version", "7");
        change(tables, "BOGUS", "row", "x", "7");
        assertThat(store.integrityFindings())
                .extracting(IntegrityFinding::row)
                .containsExactlyInAnyOrder(
                        "PRODUCT#a 2026-11-23",
                        "PRODUCT#a 2026-11-23",
                        "PRODUCT#a 2026-11-23",
                        "ORDER#o STATE",
                        "BOGUS row");
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
