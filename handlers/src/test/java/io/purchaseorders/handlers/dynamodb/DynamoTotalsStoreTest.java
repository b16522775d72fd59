package io.purchaseorders.handlers.dynamodb;

import io.purchaseorders.handlers.store.TotalsStore;
import io.purchaseorders.handlers.store.TotalsStoreContract;

class DynamoTotalsStoreTest extends TotalsStoreContract {

    @Override
    protected TotalsStore empty() {
        return new DynamoTotalsStore(LocalTables.create());
    }
}
