package io.purchaseorders.notary;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.log.EntryBundle;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How an item of the events table is logged. */
public final class EventEntry {

    private EventEntry() {}

    /** The attributes that are texts, of an item in DynamoDB's JSON as exports have it. */
    public static Map<String, String> texts(JsonNode item) {
        Map<String, String> texts = new HashMap<>();
        item.properties().forEach(member -> {
            JsonNode text = member.getValue().get("S");
            if (text != null && text.isTextual()) {
                texts.put(member.getKey(), text.textValue());
            }
        });
        return texts;
    }

    /**
     * The entry of an item; nothing for an item that only asks to deliver an event again.
     *
     * @param unreadable is told, in a sentence, of an item that is no event
     */
    public static Optional<LogEntry> of(Map<String, String> item, Consumer<String> unreadable) {
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
        LogEntry entry = LogEntry.of(orderId, timestamp, type, source, recordedAt, detail);
        if (entry.bytes().length > EntryBundle.LONGEST_ENTRY) {
            unreadable.accept("forged: the item " + orderId + " " + timestamp + " is longer than any event's entry.");
            return Optional.empty();
        }
        return Optional.of(entry);
    }

    /** Whether the item that an entry is of has a right authentication code; of whoever has no key each has. */
    public static boolean hasRightCode(LogEntry entry, Map<String, String> item, EventCodes codes) {
        return codes.verifies(
                new AuthenticatedText(
                        entry.orderId(),
                        entry.timestamp(),
                        entry.type(),
                        entry.source(),
                        entry.recordedAt(),
                        item.getOrDefault(StoredNames.DETAIL, "")),
                item.getOrDefault(StoredNames.MAC, ""));
    }

    /**
     * The entry of an item that is an event as this system recorded it; nothing for any other.
     *
     * @param unreadable is told, in a sentence, of an item that is no event
     */
    public static Optional<LogEntry> of(Map<String, String> item, EventCodes codes, Consumer<String> unreadable) {
        return of(item, unreadable).filter(entry -> {
            boolean isRight = hasRightCode(entry, item, codes);
            if (!isRight) {
                unreadable.accept(wrongCode(entry));
            }
            return isRight;
        });
    }

    /** What there is to say of an item without a right code. */
    public static String wrongCode(LogEntry entry) {
        return "forged: event " + entry.eventId() + " of order " + entry.orderId() + " at " + entry.timestamp()
                + " has no right authentication code: it is not what was recorded.";
    }
}
