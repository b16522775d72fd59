package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.DuplicateStore;
import io.purchaseorders.stores.DuplicateStoreContract;

class DynamoDuplicateStoreTest extends DuplicateStoreContract {

    @Override
    protected DuplicateStore empty() {
        return new DynamoDuplicateStore(LocalTables.create());
    }
}
