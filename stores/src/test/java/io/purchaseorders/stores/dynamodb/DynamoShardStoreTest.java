package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.ShardStore;
import io.purchaseorders.stores.ShardStoreContract;

class DynamoShardStoreTest extends ShardStoreContract {

    @Override
    protected ShardStore empty() {
        return new DynamoShardStore(LocalTables.create());
    }
}
