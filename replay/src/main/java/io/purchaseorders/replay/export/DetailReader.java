package io.purchaseorders.replay.export;

import static io.purchaseorders.replay.compact.CompactEvent.longAt;

import io.purchaseorders.events.EventType;
import io.purchaseorders.replay.compact.CompactEvent;
import java.util.Currency;
import java.util.List;

/** The detail of an event, a JSON object within the text of an attribute: its members in any order, each once. */
final class DetailReader {

    private static final int ORDER_ID = 0;
    private static final int EVENT_ID = 1;
    private static final int OCCURRED_AT = 2;
    private static final int CURRENCY = 3;
    private static final int LINES = 4;
    private static final int SHIPPING = 5;
    private static final int TAX = 6;
    private static final int CUSTOMER = 7;
    private static final int CARRIER = 8;
    private static final int TRACKING_NUMBER = 9;
    private static final int REASON = 10;
    private static final int BEGIN = 11;

    private static final List<String> NAMES = List.of(
            "orderId",
            "eventId",
            "occurredAt",
            "currency",
            "lines",
            "shipping",
            "tax",
            "customerId",
            "carrier",
            "trackingNumber",
            "reason");

    private static final int HEADER = (1 << ORDER_ID) | (1 << EVENT_ID) | (1 << OCCURRED_AT);
    private static final int CONTENT = (1 << SHIPPING) | (1 << TAX);
    private static final int SHIPMENT = (1 << CARRIER) | (1 << TRACKING_NUMBER);

    private static final int POINTS = BEGIN + 1;

    /** {@code 2026-11-23T10:15:30.123Z} */
    private static final int MILLIS_LENGTH = 24;

    /** {@code 000000Z} */
    private static final long ZEROS_AND_Z = 0x5A303030303030L;

    /** What comes next depends on the type, or on none if that stands behind the detail. */
    private final MemberNames names = new MemberNames(NAMES, POINTS * (EventType.values().length + 1));

    /** Currencies by number, asked once each: 1 known, -1 unknown, 0 not asked yet. */
    private final byte[] currencies = new byte[26 * 26 * 26 + 1];

    private final TextInstant instants;
    private final DetailLines lines = new DetailLines();

    private int members;
    private int orderIdFrom;
    private int orderIdTo;
    private int eventIdFrom;
    private int eventIdTo;
    private int customerFrom;
    private int customerTo;
    private int currency;
    private long shipping;
    private long tax;
    private int occurredAtFrom;
    private int occurredAtTo;
    private long seconds;
    private int nanos;

    DetailReader(TextInstant instants) {
        this.instants = instants;
    }

    /** @param type the event's rank, if that is known by now, or -1 */
    void read(LineCursor in, int type) {
        members = 0;
        shipping = 0;
        tax = 0;
        lines.clear();
        in.spaces();
        in.need('{');
        int last = BEGIN;
        do {
            in.spaces();
            last = names.next(in, (type + 1) * POINTS + last);
            if (last < 0 || (members & (1 << last)) != 0) {
                in.isDeclined = true;
                return;
            }
            members |= 1 << last;
            member(in, last);
            if (in.isDeclined) {
                return;
            }
            in.spaces();
        } while (in.take(','));
        in.need('}');
        in.spaces();
    }

    private void member(LineCursor in, int member) {
        switch (member) {
            case LINES -> lines.read(in);
            case SHIPPING -> shipping = in.decimal();
            case TAX -> tax = in.decimal();
            default -> {
                in.quote();
                text(in, member);
            }
        }
    }

    private void text(LineCursor in, int member) {
        int begin = in.at;
        switch (member) {
            case ORDER_ID -> {
                orderIdFrom = begin;
                orderIdTo = in.id();
            }
            case EVENT_ID -> {
                eventIdFrom = begin;
                eventIdTo = in.id();
            }
            case CUSTOMER -> {
                customerFrom = begin;
                customerTo = in.name();
            }
            case CURRENCY -> currency(in);
            case OCCURRED_AT -> {
                in.skipText(TextInstant.LEAST);
                in.isDeclined |= !instants.read(in.bytes, begin, in.at);
                occurredAtFrom = begin;
                occurredAtTo = in.at;
                seconds = instants.seconds;
                nanos = instants.nanos;
                in.quote();
            }
            default -> {
                in.skipText();
                in.quote();
            }
        }
    }

    private void currency(LineCursor in) {
        int a = in.bytes[in.at];
        int b = in.bytes[in.at + 1];
        int c = in.bytes[in.at + 2];
        if (a < 'A' || a > 'Z' || b < 'A' || b > 'Z' || c < 'A' || c > 'Z') {
            in.isDeclined = true;
            return;
        }
        in.at += 3;
        currency = CompactEvent.currency(a, b, c);
        if (currencies[currency] == 0) {
            String code = CompactEvent.currency(currency);
            boolean isKnown = Currency.getAvailableCurrencies().stream()
                    .anyMatch(known -> known.getCurrencyCode().equals(code));
            currencies[currency] = (byte) (isKnown ? 1 : -1);
        }
        in.isDeclined |= currencies[currency] < 0;
        in.quote();
    }

    /** Whether the detail has what an event of this type must have, and nothing that it may not have. */
    boolean isOf(int type) {
        boolean isHeaded = (members & HEADER) == HEADER && seconds >= TextInstant.EARLIEST_SECONDS;
        int others = members & ~HEADER;
        return isHeaded
                && switch (type) {
                    case 0 ->
                        (others | CONTENT) == (CONTENT | (1 << CUSTOMER) | (1 << CURRENCY) | (1 << LINES))
                                && !lines.areReturned();
                    case 1 -> (others | CONTENT) == (CONTENT | (1 << LINES)) && !lines.areReturned();
                    case 3 -> (others | SHIPMENT) == SHIPMENT;
                    case 5 -> (others | (1 << REASON)) == (1 << REASON);
                    case 6 -> others == (1 << LINES) && lines.areReturned();
                    default -> others == 0;
                };
    }

    boolean isOfOrder(byte[] bytes, int from, int to) {
        return to - from == orderIdTo - orderIdFrom
                && CompactEvent.areEqual(bytes, from, bytes, orderIdFrom, to - from);
    }

    boolean hasEventId(byte[] bytes, int from, int to) {
        return to - from == eventIdTo - eventIdFrom
                && CompactEvent.areEqual(bytes, from, bytes, eventIdFrom, to - from);
    }

    /** Whether it occurred when a timestamp of nine fractional digits says. */
    boolean occurredAt(TextInstant instants, byte[] bytes, int from, int to) {
        return isWithMillis(bytes, from)
                || (instants.read(bytes, from, to) && seconds == instants.seconds && nanos == instants.nanos);
    }

    /** Whether the timestamp is this instant's text with zeros behind its milliseconds, as it is more often than not. */
    private boolean isWithMillis(byte[] bytes, int from) {
        int begin = occurredAtFrom;
        return occurredAtTo - begin == MILLIS_LENGTH
                && ((longAt(bytes, from) ^ longAt(bytes, begin))
                                | (longAt(bytes, from + 8) ^ longAt(bytes, begin + 8))
                                | (longAt(bytes, from + 15) ^ longAt(bytes, begin + 15))
                                | ((longAt(bytes, from + 22) >>> Byte.SIZE) ^ ZEROS_AND_Z))
                        == 0;
    }

    int orderHash(byte[] bytes) {
        return CompactEvent.hash(bytes, orderIdFrom, orderIdTo - orderIdFrom);
    }

    /** How many bytes {@link #write} will take at most. */
    int size() {
        int ids = CompactEvent.IDS + 2 * LineCursor.NAME_LIMIT;
        int header = Short.BYTES + LineCursor.NAME_LIMIT + Short.BYTES + 2 * Long.BYTES;
        return ids + header + lines.size();
    }

    /** Writes the record of an event of this type, but for what its item says, and returns where it ends. */
    int write(byte[] bytes, byte[] out, int record, int type) {
        boolean isWide = lines.isWide() || shipping >= CompactEvent.NARROW || tax >= CompactEvent.NARROW;
        out[record + CompactEvent.TYPE] = (byte) type;
        out[record + CompactEvent.ORDER_ID_LENGTH] = (byte) (orderIdTo - orderIdFrom);
        out[record + CompactEvent.EVENT_ID_LENGTH] = (byte) (eventIdTo - eventIdFrom);
        out[record + CompactEvent.IS_WIDE] = (byte) (isWide ? 1 : 0);
        CompactEvent.putLong(out, record + CompactEvent.SECONDS, seconds);
        CompactEvent.putInt(out, record + CompactEvent.NANOS, nanos);
        int here = CompactEvent.copy(bytes, orderIdFrom, orderIdTo, out, record + CompactEvent.IDS);
        here = CompactEvent.copy(bytes, eventIdFrom, eventIdTo, out, here);
        if (type == 0) {
            here = CompactEvent.putText(bytes, customerFrom, customerTo, out, here);
            CompactEvent.putShort(out, here, currency);
            here += Short.BYTES;
        }
        if (type <= 1) {
            CompactEvent.putLong(out, here, shipping);
            CompactEvent.putLong(out, here + Long.BYTES, tax);
            here += 2 * Long.BYTES;
        }
        return lines.count() > 0 ? lines.write(bytes, out, here) : here;
    }
}
