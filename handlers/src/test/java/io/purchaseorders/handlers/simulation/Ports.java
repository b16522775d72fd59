package io.purchaseorders.handlers.simulation;

import io.purchaseorders.handlers.dynamodb.DynamoEventStore;
import io.purchaseorders.handlers.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.handlers.dynamodb.DynamoRejectionStore;
import io.purchaseorders.handlers.dynamodb.DynamoShardStore;
import io.purchaseorders.handlers.dynamodb.DynamoTotalsStore;
import io.purchaseorders.handlers.dynamodb.LocalTables;
import io.purchaseorders.handlers.dynamodb.Tables;
import io.purchaseorders.handlers.store.EventStore;
import io.purchaseorders.handlers.store.InMemoryEventStore;
import io.purchaseorders.handlers.store.InMemoryQuarantineStore;
import io.purchaseorders.handlers.store.InMemoryRejectionStore;
import io.purchaseorders.handlers.store.InMemoryTotals;
import io.purchaseorders.handlers.store.QuarantineStore;
import io.purchaseorders.handlers.store.RejectionStore;
import io.purchaseorders.handlers.store.ShardStore;
import io.purchaseorders.handlers.store.TotalsStore;
import org.jspecify.annotations.NullMarked;

/** The stores that the aggregator works on. */
@NullMarked
public record Ports(
        EventStore events,
        TotalsStore totals,
        ShardStore shards,
        RejectionStore rejections,
        QuarantineStore quarantine) {

    /** Empty ones in memory. */
    public static Ports inMemory() {
        InMemoryTotals totals = new InMemoryTotals();
        return new Ports(
                new InMemoryEventStore(), totals, totals, new InMemoryRejectionStore(), new InMemoryQuarantineStore());
    }

    /** Empty ones in two fresh tables of DynamoDB Local. */
    public static Ports onDynamoDbLocal() {
        Tables tables = LocalTables.create();
        return new Ports(
                new DynamoEventStore(tables),
                new DynamoTotalsStore(tables),
                new DynamoShardStore(tables),
                new DynamoRejectionStore(tables),
                new DynamoQuarantineStore(tables));
    }
}
