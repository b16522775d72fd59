package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.BIRTH;
import static io.purchaseorders.stores.dynamodb.StoredNames.BIRTH_PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.GENERATION;
import static io.purchaseorders.stores.dynamodb.StoredNames.LOADED_EVENTS;
import static io.purchaseorders.stores.dynamodb.StoredNames.TIME_ZONE;

import io.purchaseorders.stores.BirthStore;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The birth mark as an item of a generation's table. */
public final class DynamoBirthStore implements BirthStore {

    private final KeyedTable table;

    public DynamoBirthStore(Tables tables) {
        this.table = tables.aggregationsTable();
    }

    @Override
    public Optional<Birth> read() {
        try {
            return table.item(BIRTH, BIRTH_PERIOD).map(DynamoBirthStore::birth);
        } catch (ResourceNotFoundException dropped) {
            return Optional.empty();
        }
    }

    @Override
    public Birth write(Birth birth) {
        return table.insert(item(table.key(BIRTH, BIRTH_PERIOD), birth))
                .map(DynamoBirthStore::birth)
                .orElse(birth);
    }

    @Override
    public void replace(Birth birth) {
        table.overwrite(CodecVersion.BIRTH, item(table.key(BIRTH, BIRTH_PERIOD), birth));
    }

    /** The mark as an item. */
    static Map<String, AttributeValue> item(Map<String, AttributeValue> key, Birth birth) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(CodecVersion.ATTRIBUTE, CodecVersion.BIRTH.written());
        item.put(GENERATION, Attributes.number(birth.generation()));
        item.put(TIME_ZONE, Attributes.text(birth.timeZone().getId()));
        item.put(LOADED_EVENTS, Attributes.number(birth.events()));
        return item;
    }

    private static Birth birth(Map<String, AttributeValue> item) {
        CodecVersion.BIRTH.check(item);
        return new Birth(
                (int) Attributes.number(item, GENERATION),
                ZoneId.of(Attributes.text(item, TIME_ZONE)),
                Attributes.number(item, LOADED_EVENTS));
    }
}
