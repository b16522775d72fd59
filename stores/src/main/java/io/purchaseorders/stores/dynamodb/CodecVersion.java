package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.stores.NewerCodecException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The version of what each kind of stored row means. Readers learn a version one release before writers write it: the first of two
 * numbers goes up in one release, the second in the next. A row of a newer version than this code reads is no damage: whoever
 * reads it must wait for the newer code. One that is newer than what this code writes keeps its version when it is added to.
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

    /** What {@link #isKnown} and {@link #isSet} refer to. */
    static final String KNOWN = ":known";

    private static final int FIRST = 1;

    private final int reads;
    private final int writes;

    CodecVersion(int readAndWritten) {
        this(readAndWritten, readAndWritten);
    }

    CodecVersion(int reads, int writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** What a release knows of the versions of one kind of row: up to which it reads, and which it writes. */
    record Known(int reads, int writes) {

        Known {
            if (writes > reads) {
                throw new IllegalArgumentException("what is written, " + writes + ", is read up to " + reads + " only");
            }
        }

        /**
         * The version of an item.
         *
         * @throws NewerCodecException where it is one that is not read
         */
        int check(CodecVersion kind, Map<String, AttributeValue> item) {
            int version = of(item);
            if (version > reads) {
                throw new NewerCodecException(
                        kind.name() + " rows have version " + version + ", this code knows " + reads);
            }
            return version;
        }

        private static int of(Map<String, AttributeValue> item) {
            return Attributes.find(item, ATTRIBUTE)
                    .map(value -> Integer.parseInt(value.n()))
                    .orElse(FIRST);
        }
    }

    Known known() {
        return new Known(reads, writes);
    }

    /** What a writer stores. */
    AttributeValue written() {
        return Attributes.number(writes);
    }

    /** Up to which version items are changed, where a change leaves them theirs. */
    AttributeValue readUpTo() {
        return Attributes.number(reads);
    }

    /**
     * The condition that keeps an update from changing an item of a newer version; its value is {@link #readUpTo}, or the
     * version that the update sets, which must lower none.
     */
    static String isKnown() {
        return "(attribute_not_exists(" + ATTRIBUTE + ") OR " + ATTRIBUTE + " <= " + KNOWN + ")";
    }

    /** What an update sets, so that the item has the version {@link #KNOWN} afterwards. */
    static String isSet() {
        return ATTRIBUTE + " = " + KNOWN;
    }

    /** An item of this kind with its version. */
    Map<String, AttributeValue> stamped(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> stamped = new HashMap<>(item);
        stamped.put(ATTRIBUTE, written());
        return stamped;
    }

    /** @throws NewerCodecException where the item has a version that this code does not know */
    void check(Map<String, AttributeValue> item) {
        known().check(this, item);
    }
}
