package io.purchaseorders.handlers.dynamodb;

import io.purchaseorders.handlers.store.RejectionStore;
import io.purchaseorders.handlers.store.RejectionStoreContract;

class DynamoRejectionStoreTest extends RejectionStoreContract {

    @Override
    protected RejectionStore empty() {
        return new DynamoRejectionStore(LocalTables.create());
    }
}
