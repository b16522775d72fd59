package io.purchaseorders.handlers.store;

import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryEventStoreTest extends EventStoreContract {

    @Override
    protected EventStore empty() {
        return new InMemoryEventStore();
    }
}
