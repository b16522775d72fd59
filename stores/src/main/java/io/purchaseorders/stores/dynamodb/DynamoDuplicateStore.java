package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.DUPLICATES;
import static io.purchaseorders.stores.dynamodb.StoredNames.DUPLICATES_ENTRY;
import static io.purchaseorders.stores.dynamodb.StoredNames.LAST_DELIVERY;
import static io.purchaseorders.stores.dynamodb.StoredNames.RECEIPT;

import io.purchaseorders.stores.DuplicateStore;
import java.util.Map;

/** One small row of an event, which exists only once a duplicate came: events are immutable. */
public final class DynamoDuplicateStore implements DuplicateStore {

    private final KeyedTable table;

    public DynamoDuplicateStore(Tables tables) {
        this.table = tables.intakeTable();
    }

    /** Returns the partition of what is kept about one event besides the event itself. */
    static String partition(String orderId, String eventId) {
        return RECEIPT + orderId + "#" + eventId;
    }

    /** The condition makes retries harmless, those of EventBridge and those of the SDK after a lost answer. */
    @Override
    public void count(String orderId, String eventId, String delivery) {
        table.change(
                        table.key(partition(orderId, eventId), DUPLICATES_ENTRY),
                        "ADD " + DUPLICATES + " :one SET " + LAST_DELIVERY + " = :delivery, " + CodecVersion.ATTRIBUTE
                                + " = " + CodecVersion.KNOWN,
                        "(attribute_not_exists(" + LAST_DELIVERY + ") OR " + LAST_DELIVERY + " <> :delivery) AND "
                                + CodecVersion.isKnown(),
                        Map.of(
                                ":one",
                                Attributes.number(1),
                                ":delivery",
                                Attributes.text(delivery),
                                CodecVersion.KNOWN,
                                CodecVersion.DUPLICATES.written()))
                .ifPresent(CodecVersion.DUPLICATES::check);
    }

    @Override
    public long of(String orderId, String eventId) {
        return table.item(partition(orderId, eventId), DUPLICATES_ENTRY)
                .map(item -> {
                    CodecVersion.DUPLICATES.check(item);
                    return Attributes.number(item, DUPLICATES);
                })
                .orElse(0L);
    }
}
