package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.EVENT_KEYS_FILE;
import static io.purchaseorders.stores.dynamodb.StoredNames.PATH;
import static io.purchaseorders.stores.dynamodb.StoredNames.SETTINGS;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where a system on one machine keeps the keys of its authentication codes, for commands that verify them: never a key. */
public final class DynamoEventKeysFile {

    private final KeyedTable table;

    public DynamoEventKeysFile(Tables tables) {
        this.table = tables.intakeTable();
    }

    /** The file; nothing where no system says. */
    public Optional<Path> read() {
        return table.item(SETTINGS, EVENT_KEYS_FILE).map(item -> Path.of(Attributes.text(item, PATH)));
    }

    public void write(Path file) {
        Map<String, AttributeValue> item = new HashMap<>(table.key(SETTINGS, EVENT_KEYS_FILE));
        item.put(PATH, Attributes.text(file.toAbsolutePath().normalize().toString()));
        table.put(item);
    }
}
