package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.EventStoreContract;
import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryEventStoreTest extends EventStoreContract {

    @Override
    protected EventStore empty() {
        return new InMemoryEventStore();
    }
}
