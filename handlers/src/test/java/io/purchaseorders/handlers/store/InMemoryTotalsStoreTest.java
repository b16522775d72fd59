package io.purchaseorders.handlers.store;

import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryTotalsStoreTest extends TotalsStoreContract {

    @Override
    protected TotalsStore empty() {
        return new InMemoryTotals();
    }
}
