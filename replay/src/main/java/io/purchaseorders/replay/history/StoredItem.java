package io.purchaseorders.replay.history;

import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.replay.exports.ItemLine;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An item of the events table, or the word that it was removed, as bytes: a record in an array with its length, a hash of
 * its order id, where it comes from, which attributes it has, where each of them ends, and their texts.
 *
 * @param bytes the array
 * @param at where the record begins in it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record StoredItem(byte[] bytes, int at) implements Comparable<StoredItem> {

    static final List<String> ATTRIBUTES = List.of(
            StoredNames.ORDER_ID,
            StoredNames.TIMESTAMP,
            StoredNames.TYPE,
            StoredNames.SOURCE,
            StoredNames.RECORDED_AT,
            StoredNames.DETAIL);

    /** What is read of a line whose authentication code is verified; the code is not kept. */
    static final List<String> WITH_CODE =
            Stream.concat(ATTRIBUTES.stream(), Stream.of(StoredNames.MAC)).toList();

    private static final int ORDER_ID = ATTRIBUTES.indexOf(StoredNames.ORDER_ID);
    private static final int TIMESTAMP = ATTRIBUTES.indexOf(StoredNames.TIMESTAMP);
    private static final int TYPE = ATTRIBUTES.indexOf(StoredNames.TYPE);
    private static final int SOURCE = ATTRIBUTES.indexOf(StoredNames.SOURCE);
    private static final int RECORDED_AT = ATTRIBUTES.indexOf(StoredNames.RECORDED_AT);
    private static final int DETAIL = ATTRIBUTES.indexOf(StoredNames.DETAIL);

    private static final int HASH = Integer.BYTES;
    private static final int ORIGIN = 2 * Integer.BYTES;

    /** From here on records of equal items are equal. */
    private static final int CONTENT = 3 * Integer.BYTES;

    private static final int ENDS = CONTENT + 1;
    private static final int TEXTS = ENDS + Integer.BYTES * ATTRIBUTES.size();

    /** Beside a bit for each attribute that the item has. */
    private static final int REMOVED = 1 << 7;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();

    static int lengthAt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static int hashAt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at + HASH);
    }

    /** How many bytes a record of the line takes. */
    static int size(ItemLine line) {
        int size = TEXTS;
        for (int i = 0; i < ATTRIBUTES.size(); i++) {
            size += line.from(i) < 0 ? 0 : line.to(i) - line.from(i);
        }
        return size;
    }

    /** Writes a record of the line and returns where it ends. */
    static int write(ItemLine line, ItemLine.Kind kind, int hash, int origin, byte[] out, int at) {
        int end = at + TEXTS;
        int flags = kind == ItemLine.Kind.REMOVED ? REMOVED : 0;
        for (int i = 0; i < ATTRIBUTES.size(); i++) {
            int from = line.from(i);
            if (from >= 0) {
                flags |= 1 << i;
                System.arraycopy(line.texts(), from, out, end, line.to(i) - from);
                end += line.to(i) - from;
            }
            INTS.set(out, at + ENDS + i * Integer.BYTES, end - at);
        }
        out[at + CONTENT] = (byte) flags;
        INTS.set(out, at, end - at);
        INTS.set(out, at + HASH, hash);
        INTS.set(out, at + ORIGIN, origin);
        return end;
    }

    /** A hash of the line's order id. */
    static int hash(ItemLine line) {
        int hash = 0;
        byte[] texts = line.texts();
        for (int i = line.from(ORDER_ID); i < line.to(ORDER_ID); i++) {
            hash = 31 * hash + texts[i];
        }
        return hash;
    }

    static boolean hasKey(ItemLine line) {
        return line.from(ORDER_ID) >= 0 && line.from(TIMESTAMP) >= 0;
    }

    /** Whether the line asks for another delivery, so is no event. */
    static boolean isRequest(ItemLine line) {
        return line.from(TIMESTAMP) >= 0
                && !isDigit(line.texts()[line.from(TIMESTAMP)])
                && EventItem.releasedBy(line.text(TIMESTAMP)).isPresent();
    }

    /** @param line was read by {@link #WITH_CODE} */
    static boolean hasRightCode(ItemLine line, EventCodes codes) {
        return codes.verifies(
                new AuthenticatedText(
                        line.text(ORDER_ID),
                        line.text(TIMESTAMP),
                        line.text(TYPE),
                        line.text(SOURCE),
                        line.text(RECORDED_AT),
                        line.text(DETAIL)),
                line.text(ATTRIBUTES.size()));
    }

    /** What somebody can look up. */
    static String name(ItemLine line) {
        String timestamp = line.text(TIMESTAMP);
        return "event " + timestamp.substring(timestamp.indexOf('#') + 1) + " of order " + line.text(ORDER_ID);
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /** Which export it comes from, as a number that {@link #write} was given. */
    int origin() {
        return (int) INTS.get(bytes, at + ORIGIN);
    }

    boolean isRemoved() {
        return (bytes[at + CONTENT] & REMOVED) != 0;
    }

    String orderId() {
        return text(ORDER_ID);
    }

    /** The event's sort key: when it occurred, and its id. */
    String timestamp() {
        return text(TIMESTAMP);
    }

    private int from(int attribute) {
        return attribute == 0 ? at + TEXTS : to(attribute - 1);
    }

    private int to(int attribute) {
        return at + (int) INTS.get(bytes, at + ENDS + attribute * Integer.BYTES);
    }

    private String text(int attribute) {
        int from = from(attribute);
        return new String(bytes, from, to(attribute) - from, StandardCharsets.UTF_8);
    }

    private @Nullable String textOrNull(int attribute) {
        return (bytes[at + CONTENT] & 1 << attribute) == 0 ? null : text(attribute);
    }

    /** The event, or nothing where the item is none, so that the aggregator quarantines it. */
    Optional<RecordedEvent> event() {
        try {
            return Optional.of(EventItem.read(
                    textOrNull(ORDER_ID),
                    textOrNull(TIMESTAMP),
                    textOrNull(TYPE),
                    textOrNull(SOURCE),
                    textOrNull(RECORDED_AT),
                    textOrNull(DETAIL)));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            return Optional.empty();
        }
    }

    /** By order, then by timestamp, then the item of the earlier export first. */
    @Override
    public int compareTo(StoredItem other) {
        int byOrder = compareOrders(other);
        int byKey = byOrder != 0 ? byOrder : compareTimestamps(other);
        return byKey != 0 ? byKey : Integer.compare(origin(), other.origin());
    }

    int compareOrders(StoredItem other) {
        return compare(other, ORDER_ID);
    }

    int compareTimestamps(StoredItem other) {
        return compare(other, TIMESTAMP);
    }

    private int compare(StoredItem other, int attribute) {
        return Arrays.compare(
                bytes, from(attribute), to(attribute), other.bytes, other.from(attribute), other.to(attribute));
    }

    /** Whether two items are the same, wherever they come from. */
    boolean isSameAs(StoredItem other) {
        return Arrays.equals(
                bytes,
                at + CONTENT,
                at + lengthAt(bytes, at),
                other.bytes,
                other.at + CONTENT,
                other.at + lengthAt(other.bytes, other.at));
    }
}
