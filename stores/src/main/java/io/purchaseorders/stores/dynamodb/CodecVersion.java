package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.NewerCodecException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The version of what each kind of stored row means. Readers learn a version one release before writers write it. A row of
 * a newer version than this code knows is no damage: whoever reads it must wait for the newer code.
 */
enum CodecVersion {
    TOTALS(1),
    ORDER(1),
    DAYS(1),
    SHARD(1),
    NOTE(1),
    BIRTH(1),
    GENERATIONS(1),
    REJECTION(1),
    QUARANTINE(1),
    VIOLATION(1),
    DUPLICATES(1);

    /** The attribute that holds the version; an item without it has version 1. */
    static final String ATTRIBUTE = "codec";

    /** What a condition on {@link #isKnown} refers to. */
    static final String KNOWN = ":known";

    private static final int FIRST = 1;

    private final int known;

    CodecVersion(int known) {
        this.known = known;
    }

    /** What a writer stores. */
    AttributeValue written() {
        return Attributes.number(known);
    }

    /** The condition that keeps an update from changing an item of a newer version; its value is {@link #written}. */
    static String isKnown() {
        return "(attribute_not_exists(" + ATTRIBUTE + ") OR " + ATTRIBUTE + " <= " + KNOWN + ")";
    }

    /** An item of this kind with its version. */
    Map<String, AttributeValue> stamped(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> stamped = new HashMap<>(item);
        stamped.put(ATTRIBUTE, written());
        return stamped;
    }

    /** @throws NewerCodecException where the item has a version that this code does not know */
    void check(Map<String, AttributeValue> item) {
        long version = Attributes.find(item, ATTRIBUTE)
                .map(value -> Long.parseLong(value.n()))
                .orElse((long) FIRST);
        if (version > known) {
            throw new NewerCodecException(name() + " rows have version " + version + ", this code knows " + known);
        }
    }
}
