package io.purchaseorders.stores.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.NoteStore;
import io.purchaseorders.stores.NoteStoreContract;
import io.purchaseorders.stores.NotedEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DynamoNoteStoreTest extends NoteStoreContract {

    @Override
    protected NoteStore empty() {
        return new DynamoNoteStore(LocalTables.create());
    }

    @Test
    void instances_that_share_a_slot_and_a_cold_one_keep_what_others_noted() {
        Tables tables = LocalTables.create();
        List<NoteStore> instances = List.of(new DynamoNoteStore(tables), new DynamoNoteStore(tables));
        Instant at = Instant.parse("2026-11-23T12:00:00Z");
        int[] seconds = {0, 1_200, 1_350, 1_380};
        for (int i = 0; i < seconds.length; i++) {
            instances.get(i % 2).note(3, new NotedEvent(new EventRef("o" + i, "t"), at.plusSeconds(seconds[i])));
        }
        new DynamoNoteStore(tables).note(3, new NotedEvent(new EventRef("cold", "t"), at.plusSeconds(1_400)));
        assertThat(new DynamoNoteStore(tables).notes())
                .extracting(noted -> noted.event().orderId())
                .containsExactlyInAnyOrder("o0", "o1", "o2", "o3", "cold");
    }

    @Test
    void an_item_is_one_write_unit_however_long_the_ids_are() {
        Tables tables = LocalTables.inProcess();
        NoteStore store = new DynamoNoteStore(tables);
        Instant at = Instant.parse("2026-11-23T12:00:00Z");
        for (int i = 0; i < 2_000; i++) {
            at = at.plusMillis(37L * (1 + i % 50));
            store.note(0, new NotedEvent(new EventRef("o".repeat(64), "t".repeat(95) + i), at));
            store.note(
                    1, new NotedEvent(new EventRef("UK-53636" + i, "2026-11-23T12:00:00.000000000Z#UK-5:placed"), at));
        }
        tables.client().scanPaginator(scan -> scan.tableName(tables.intake())).items().stream()
                .forEach(item -> assertThat(ItemSize.of(item)).isBetween(500, 1_024));
    }
}
