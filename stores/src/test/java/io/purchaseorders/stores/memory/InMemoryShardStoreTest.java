package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.ShardStore;
import io.purchaseorders.stores.ShardStoreContract;
import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryShardStoreTest extends ShardStoreContract {

    @Override
    protected ShardStore empty() {
        return new InMemoryProjections();
    }
}
