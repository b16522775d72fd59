package io.purchaseorders.handlers.dynamodb;

import io.purchaseorders.handlers.store.DuplicateStore;
import io.purchaseorders.handlers.store.DuplicateStoreContract;

class DynamoDuplicateStoreTest extends DuplicateStoreContract {

    @Override
    protected DuplicateStore empty() {
        return new DynamoDuplicateStore(LocalTables.create());
    }
}
