package io.purchaseorders.handlers.dynamodb;

import io.purchaseorders.handlers.store.QuarantineStore;
import io.purchaseorders.handlers.store.QuarantineStoreContract;

class DynamoQuarantineStoreTest extends QuarantineStoreContract {

    @Override
    protected QuarantineStore empty() {
        return new DynamoQuarantineStore(LocalTables.create());
    }
}
