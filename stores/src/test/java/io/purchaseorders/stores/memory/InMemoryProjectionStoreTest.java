package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ProjectionStoreContract;
import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryProjectionStoreTest extends ProjectionStoreContract {

    @Override
    protected ProjectionStore empty() {
        return new InMemoryProjections();
    }
}
