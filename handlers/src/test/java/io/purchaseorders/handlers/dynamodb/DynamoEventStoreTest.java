package io.purchaseorders.handlers.dynamodb;

import io.purchaseorders.handlers.store.EventStore;
import io.purchaseorders.handlers.store.EventStoreContract;

class DynamoEventStoreTest extends EventStoreContract {

    @Override
    protected EventStore empty() {
        return new DynamoEventStore(LocalTables.create());
    }
}
