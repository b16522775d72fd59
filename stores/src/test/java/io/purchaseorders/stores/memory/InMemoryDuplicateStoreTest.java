package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.DuplicateStore;
import io.purchaseorders.stores.DuplicateStoreContract;

class InMemoryDuplicateStoreTest extends DuplicateStoreContract {

    @Override
    protected DuplicateStore empty() {
        return new InMemoryDuplicateStore();
    }
}
