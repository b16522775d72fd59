package io.purchaseorders.cli;

import io.purchaseorders.log.LogEntry;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Items of an events table, as the entries that they have in a log. */
interface EntrySource {

    /** Hands over every event. */
    void forEach(Consumer<LogEntry> each);

    /** What the last pass found that is no event, or was changed or deleted; a sentence for each. */
    List<String> unreadable();

    /** The entry of an item; nothing for an item that only asks to deliver an event again. */
    static Optional<LogEntry> entry(Map<String, String> item, Consumer<String> unreadable) {
        String orderId = item.get(StoredNames.ORDER_ID);
        String timestamp = item.get(StoredNames.TIMESTAMP);
        String type = item.get(StoredNames.TYPE);
        String source = item.get(StoredNames.SOURCE);
        String recordedAt = item.get(StoredNames.RECORDED_AT);
        String detail = item.get(StoredNames.DETAIL);
        if (timestamp != null && EventItem.releasedBy(timestamp).isPresent()) {
            return Optional.empty();
        }
        if (orderId == null
                || timestamp == null
                || type == null
                || source == null
                || recordedAt == null
                || detail == null) {
            unreadable.accept("forged: the item " + orderId + " " + timestamp + " lacks what every event has.");
            return Optional.empty();
        }
        return Optional.of(LogEntry.of(orderId, timestamp, type, source, recordedAt, detail));
    }
}
