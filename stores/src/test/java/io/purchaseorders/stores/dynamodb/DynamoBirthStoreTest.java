package io.purchaseorders.stores.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.stores.BirthStore;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.BirthStoreContract;
import java.time.ZoneId;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class DynamoBirthStoreTest extends BirthStoreContract {
    @Override
    protected BirthStore empty() {
        return new DynamoBirthStore(LocalTables.create());
    }

    @Test
    void a_table_that_is_not_there_has_no_mark() {
        Tables tables = LocalTables.create();
        new DynamoBirthStore(tables).write(new Birth(1, ZoneId.of("UTC"), 0));
        tables.client().deleteTable(delete -> delete.tableName(tables.aggregations()));
        assertThat(new DynamoBirthStore(tables).read()).isEmpty();
        assertThat(new DynamoBirthStore(tables.inGeneration(2)).read()).isEmpty();
    }
}
