package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.EventStoreContract;

class DynamoEventStoreTest extends EventStoreContract {

    @Override
    protected EventStore empty() {
        return new DynamoEventStore(LocalTables.create());
    }
}
