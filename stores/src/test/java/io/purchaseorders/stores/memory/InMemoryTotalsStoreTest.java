package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.TotalsStore;
import io.purchaseorders.stores.TotalsStoreContract;
import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryTotalsStoreTest extends TotalsStoreContract {

    @Override
    protected TotalsStore empty() {
        return new InMemoryTotals();
    }
}
