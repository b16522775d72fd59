package io.purchaseorders.cli;

import io.purchaseorders.log.LogEntry;
import io.purchaseorders.notary.EventEntry;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The events of a table, as they are stored: readable or not, and with a right code where there is a key. */
final class StoredEntries implements EntrySource {

    private final Tables tables;
    private final List<String> unreadable = new ArrayList<>();

    StoredEntries(Tables tables) {
        this.tables = tables;
    }

    /**
     * Hands over what was recorded before the scan began: whatever comes meanwhile is seen in part only, and a log that had a
     * later event without an earlier one would make that one look forged.
     */
    @Override
    public void forEach(Consumer<LogEntry> each) {
        unreadable.clear();
        Instant begun = Instant.now();
        tables.client()
                .scanPaginator(scan -> scan.tableName(tables.events()).consistentRead(true))
                .items()
                .forEach(item -> EventEntry.of(strings(item), tables.codes(), unreadable::add)
                        .filter(entry -> isBefore(entry, begun))
                        .ifPresent(each));
    }

    private static boolean isBefore(LogEntry entry, Instant begun) {
        try {
            return !Instant.parse(entry.recordedAt()).isAfter(begun);
        } catch (java.time.format.DateTimeParseException e) {
            return true;
        }
    }

    static Map<String, String> strings(Map<String, AttributeValue> item) {
        Map<String, String> strings = new HashMap<>();
        item.forEach((name, value) -> {
            if (value.s() != null) {
                strings.put(name, value.s());
            }
        });
        return strings;
    }

    @Override
    public List<String> unreadable() {
        return unreadable;
    }
}
