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
    private final CodecVersion.Known codec;

    public DynamoDuplicateStore(Tables tables) {
        this(tables, CodecVersion.DUPLICATES.known());
    }

    /** As a release sees the table that knows other versions. */
    DynamoDuplicateStore(Tables tables, CodecVersion.Known codec) {
        this.table = tables.intakeTable();
        this.codec = codec;
    }

    /** Returns the partition of what is kept about one event besides the event itself. */
    static String partition(String orderId, String eventId) {
        return RECEIPT + orderId + "#" + eventId;
    }

    /** The condition makes retries harmless, those of EventBridge and those of the SDK after a lost answer. */
    @Override
    public void count(String orderId, String eventId, String delivery) {
        count(orderId, eventId, delivery, codec.writes());
    }

    private void count(String orderId, String eventId, String delivery, int version) {
        table.change(
                        table.key(partition(orderId, eventId), DUPLICATES_ENTRY),
                        "ADD " + DUPLICATES + " :one SET " + LAST_DELIVERY + " = :delivery, " + CodecVersion.isSet(),
                        "(attribute_not_exists(" + LAST_DELIVERY + ") OR " + LAST_DELIVERY + " <> :delivery) AND "
                                + CodecVersion.isKnown(),
                        Map.of(
                                ":one",
                                Attributes.number(1),
                                ":delivery",
                                Attributes.text(delivery),
                                CodecVersion.KNOWN,
                                Attributes.number(version)))
                .map(item -> codec.check(CodecVersion.DUPLICATES, item))
                // A newer one, and not the delivery that was counted before.
                .filter(stored -> stored > version)
                .ifPresent(stored -> count(orderId, eventId, delivery, stored));
    }

    @Override
    public long of(String orderId, String eventId) {
        return table.item(partition(orderId, eventId), DUPLICATES_ENTRY)
                .map(item -> {
                    codec.check(CodecVersion.DUPLICATES, item);
                    return Attributes.number(item, DUPLICATES);
                })
                .orElse(0L);
    }
}
