package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.QuarantineStoreContract;

class InMemoryQuarantineStoreTest extends QuarantineStoreContract {

    @Override
    protected QuarantineStore empty() {
        return new InMemoryQuarantineStore();
    }
}
