package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.BirthStore;
import io.purchaseorders.stores.BirthStoreContract;
import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryBirthStoreTest extends BirthStoreContract {
    @Override
    protected BirthStore empty() {
        return new InMemoryBirthStore();
    }
}
