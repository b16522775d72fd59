package io.purchaseorders.handlers.store;

class InMemoryDuplicateStoreTest extends DuplicateStoreContract {

    @Override
    protected DuplicateStore empty() {
        return new InMemoryDuplicateStore();
    }
}
