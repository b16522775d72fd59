package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.GENERATIONS;
import static io.purchaseorders.stores.dynamodb.StoredNames.GENERATIONS_ENTRY;
import static io.purchaseorders.stores.dynamodb.StoredNames.STATE;
import static io.purchaseorders.stores.dynamodb.StoredNames.VERSION;

import io.purchaseorders.stores.GenerationStore;
import io.purchaseorders.stores.Generations;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The register of generations as one item of the intake table. */
public final class DynamoGenerationStore implements GenerationStore {

    private final KeyedTable table;

    public DynamoGenerationStore(Tables tables) {
        this.table = tables.intakeTable();
    }

    @Override
    public Optional<Generations> read() {
        return table.item(GENERATIONS, GENERATIONS_ENTRY).map(DynamoGenerationStore::generations);
    }

    @Override
    public Generations create(Generations first) {
        return table.insert(item(first)).map(DynamoGenerationStore::generations).orElse(first);
    }

    @Override
    public boolean replace(Generations before, Generations next) {
        return table.replace(item(next), VERSION + " = :before", Map.of(":before", Attributes.number(before.version())))
                .isEmpty();
    }

    private Map<String, AttributeValue> item(Generations generations) {
        Map<String, AttributeValue> item = new HashMap<>(table.key(GENERATIONS, GENERATIONS_ENTRY));
        item.put(CodecVersion.ATTRIBUTE, CodecVersion.GENERATIONS.written());
        item.put(VERSION, Attributes.number(generations.version()));
        item.put(STATE, Attributes.text(GenerationsCodec.write(generations)));
        return item;
    }

    private static Generations generations(Map<String, AttributeValue> item) {
        CodecVersion.GENERATIONS.check(item);
        return GenerationsCodec.read(Attributes.number(item, VERSION), Attributes.text(item, STATE));
    }
}
