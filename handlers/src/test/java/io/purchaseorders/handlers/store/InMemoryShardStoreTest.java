package io.purchaseorders.handlers.store;

import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryShardStoreTest extends ShardStoreContract {

    @Override
    protected ShardStore empty() {
        return new InMemoryTotals();
    }
}
