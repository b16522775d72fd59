package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.GenerationStore;
import io.purchaseorders.stores.GenerationStoreContract;
import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryGenerationStoreTest extends GenerationStoreContract {
    @Override
    protected GenerationStore empty() {
        return new InMemoryGenerationStore();
    }
}
