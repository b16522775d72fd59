package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.QuarantineStoreContract;

class DynamoQuarantineStoreTest extends QuarantineStoreContract {

    @Override
    protected QuarantineStore empty() {
        return new DynamoQuarantineStore(LocalTables.create());
    }
}
