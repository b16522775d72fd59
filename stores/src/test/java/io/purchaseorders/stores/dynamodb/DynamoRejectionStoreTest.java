package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.RejectionStore;
import io.purchaseorders.stores.RejectionStoreContract;

class DynamoRejectionStoreTest extends RejectionStoreContract {

    @Override
    protected RejectionStore empty() {
        return new DynamoRejectionStore(LocalTables.create());
    }
}
