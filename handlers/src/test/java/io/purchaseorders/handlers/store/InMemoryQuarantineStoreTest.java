package io.purchaseorders.handlers.store;

class InMemoryQuarantineStoreTest extends QuarantineStoreContract {

    @Override
    protected QuarantineStore empty() {
        return new InMemoryQuarantineStore();
    }
}
