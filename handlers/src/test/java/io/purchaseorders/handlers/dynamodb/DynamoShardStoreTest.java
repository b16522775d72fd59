package io.purchaseorders.handlers.dynamodb;

import io.purchaseorders.handlers.store.ShardStore;
import io.purchaseorders.handlers.store.ShardStoreContract;

class DynamoShardStoreTest extends ShardStoreContract {

    @Override
    protected ShardStore empty() {
        return new DynamoShardStore(LocalTables.create());
    }
}
