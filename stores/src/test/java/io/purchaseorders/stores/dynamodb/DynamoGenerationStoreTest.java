package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.GenerationStore;
import io.purchaseorders.stores.GenerationStoreContract;
import org.jspecify.annotations.NullMarked;

@NullMarked
class DynamoGenerationStoreTest extends GenerationStoreContract {
    @Override
    protected GenerationStore empty() {
        return new DynamoGenerationStore(LocalTables.create());
    }
}
