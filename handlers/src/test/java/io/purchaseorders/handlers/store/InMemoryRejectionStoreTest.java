package io.purchaseorders.handlers.store;

import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryRejectionStoreTest extends RejectionStoreContract {

    @Override
    protected RejectionStore empty() {
        return new InMemoryRejectionStore();
    }
}
