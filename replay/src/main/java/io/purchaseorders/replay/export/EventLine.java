package io.purchaseorders.replay.export;

import io.purchaseorders.events.EventType;
import io.purchaseorders.replay.compact.CompactEvent;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a line of an export, {@code {"Item":{...}}}, that holds an event as publishers usually write one, straight from
 * its bytes. It knows the attributes of an event's item and the members of its detail, in any order, and declines
 * whatever else there may be: escapes, characters beyond ASCII, other members or attributes, members that stand twice,
 * exponents, offsets, broken rules. What it declines the codec decides; what it takes it reads as the codec does.
 *
 * <p>For one thread, and one line after another.
 */
final class EventLine {

    private static final int ORDER_ID = 0;
    private static final int TIMESTAMP = 1;
    private static final int TYPE = 2;
    private static final int RECORDED_AT = 3;
    private static final int DETAIL = 4;
    private static final int CUSTOMER_ID = 6;
    private static final int START = 7;
    private static final int REQUIRED = (1 << CUSTOMER_ID) - 1;

    private static final List<String> ATTRIBUTES =
            List.of("orderId", "timestamp", "type", "recordedAt", "detail", "source", "customerId");

    private static final Literal BEGIN = Literal.of("{\"Item\":{");
    private static final Literal END_OF_TEXT = Literal.of("\"}");
    private static final Literal END = Literal.of("}}\n");

    /** With the quote behind them. */
    private static final Literal[] TYPES = Arrays.stream(EventType.values())
            .map(type -> Literal.of(type.wireName() + "\""))
            .toArray(Literal[]::new);

    private static final int TIMESTAMP_LENGTH = 30;

    private final Names names = new Names("\"", ATTRIBUTES, "\":{\"S\":\"", START + 1);
    private final LineCursor in = new LineCursor();
    private final TextInstant instants = new TextInstant();
    private final DetailReader detail = new DetailReader(instants);

    private int attributes;
    private int orderIdFrom;
    private int orderIdTo;
    private int timestampFrom;
    private int timestampTo;
    private int type;
    private long recordedSeconds;
    private int recordedNanos;

    /**
     * Whether the line was taken. If so, {@link #write} writes it, and {@link #end} is where the next one begins.
     *
     * @param line where it begins; somewhere in {@code buffer} behind it stands a line feed
     */
    boolean read(byte[] buffer, int line) {
        in.start(buffer, line);
        attributes = 0;
        type = -1;
        in.need(BEGIN);
        int last = START;
        do {
            last = names.next(in, last);
            if (in.isDeclined || last < 0 || (attributes & (1 << last)) != 0) {
                return false;
            }
            attributes |= 1 << last;
            attribute(last);
            in.need(END_OF_TEXT);
        } while (in.take(','));
        in.need(END);
        return !in.isDeclined && (attributes & REQUIRED) == REQUIRED && detail.isOf(type) && isKey();
    }

    int end() {
        return in.at;
    }

    private void attribute(int attribute) {
        int begin = in.at;
        if (attribute == DETAIL) {
            detail.read(in, type);
            return;
        }
        in.skipText(attribute == TIMESTAMP ? TIMESTAMP_LENGTH : attribute == RECORDED_AT ? TextInstant.LEAST : 0);
        switch (attribute) {
            case ORDER_ID -> {
                orderIdFrom = begin;
                orderIdTo = in.at;
            }
            case TIMESTAMP -> {
                timestampFrom = begin;
                timestampTo = in.at;
            }
            case TYPE -> {
                type = typeAt(begin);
                in.isDeclined |= type < 0;
            }
            case RECORDED_AT -> {
                in.isDeclined |= !instants.read(in.bytes, begin, in.at);
                recordedSeconds = instants.seconds;
                recordedNanos = instants.nanos;
            }
            default -> {}
        }
    }

    private int typeAt(int begin) {
        for (int i = 0; i < TYPES.length; i++) {
            if (TYPES[i].isAt(in.bytes, begin)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the item's key is the one that its detail gives it. */
    private boolean isKey() {
        byte[] bytes = in.bytes;
        int hash = timestampFrom + TIMESTAMP_LENGTH;
        return detail.isOfOrder(bytes, orderIdFrom, orderIdTo)
                && timestampTo > hash
                && bytes[hash] == '#'
                && detail.hasEventId(bytes, hash + 1, timestampTo)
                && detail.occurredAt(instants, bytes, timestampFrom, hash);
    }

    /** How many bytes {@link #write} will take at most. */
    int size() {
        return detail.size();
    }

    int orderHash() {
        return detail.orderHash(in.bytes);
    }

    /** Writes the line's event as a record and returns where it ends. */
    int write(byte[] out, int record, int orderHash, int generation) {
        int end = detail.write(in.bytes, out, record, type);
        CompactEvent.putInt(out, record + CompactEvent.LENGTH, end - record);
        CompactEvent.putInt(out, record + CompactEvent.HASH, orderHash);
        CompactEvent.putInt(out, record + CompactEvent.GENERATION, generation);
        CompactEvent.putInt(out, record + CompactEvent.RECORDED_NANOS, recordedNanos);
        CompactEvent.putLong(out, record + CompactEvent.RECORDED_SECONDS, recordedSeconds);
        return end;
    }
}
