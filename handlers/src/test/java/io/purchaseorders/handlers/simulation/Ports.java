package io.purchaseorders.handlers.simulation;

import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.RejectionStore;
import io.purchaseorders.stores.ShardStore;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.Tables;
import io.purchaseorders.stores.memory.InMemoryEventStore;
import io.purchaseorders.stores.memory.InMemoryProjections;
import io.purchaseorders.stores.memory.InMemoryQuarantineStore;
import io.purchaseorders.stores.memory.InMemoryRejectionStore;
import org.jspecify.annotations.NullMarked;

/** The stores that the aggregator works on. */
@NullMarked
public record Ports(
        EventStore events,
        ProjectionStore totals,
        ShardStore shards,
        RejectionStore rejections,
        QuarantineStore quarantine) {

    /** Empty ones in memory. */
    public static Ports inMemory() {
        InMemoryProjections totals = new InMemoryProjections();
        return new Ports(
                new InMemoryEventStore(), totals, totals, new InMemoryRejectionStore(), new InMemoryQuarantineStore());
    }

    /** Projections of another generation of the same events, in memory; what is a fact is shared. */
    Ports nextInMemory() {
        InMemoryProjections next = new InMemoryProjections();
        return new Ports(events, next, next, rejections, new InMemoryQuarantineStore());
    }

    /** Empty ones in fresh tables of DynamoDB Local, in this process: a schedule sends it hundreds of requests. */
    public static Ports onDynamoDbLocal() {
        Tables tables = LocalTables.inProcess();
        return new Ports(
                new DynamoEventStore(tables),
                new DynamoProjectionStore(tables),
                new DynamoShardStore(tables),
                new DynamoRejectionStore(tables),
                new DynamoQuarantineStore(tables));
    }
}
