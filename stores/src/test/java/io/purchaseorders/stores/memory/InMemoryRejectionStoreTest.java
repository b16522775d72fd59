package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.RejectionStore;
import io.purchaseorders.stores.RejectionStoreContract;
import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryRejectionStoreTest extends RejectionStoreContract {

    @Override
    protected RejectionStore empty() {
        return new InMemoryRejectionStore();
    }
}
