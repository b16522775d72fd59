package io.purchaseorders.local.export;

import io.purchaseorders.events.EventType;
import io.purchaseorders.projections.compact.CompactEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Currency;

/**
 * Reads a line of an export, {@code {"Item":{...}}}, that holds an event as publishers usually write one, straight from
 * its bytes. It knows the attributes of an event's item and the members of its detail, in any order, and declines
 * whatever else there may be: escapes, characters beyond ASCII, other members or attributes, members that stand twice,
 * exponents, offsets, broken rules. What it declines the codec decides; what it takes it reads as the codec does.
 *
 * <p>For one thread, and one line after another.
 */
final class EventLine {

    /** Longer orders go to the codec: their skus would have to be compared pair by pair. */
    private static final int LINES = 64;

    private static final int ORDER_ID = 0;
    private static final int TIMESTAMP = 1;
    private static final int TYPE = 2;
    private static final int SOURCE = 3;
    private static final int RECORDED_AT = 4;
    private static final int DETAIL = 5;
    private static final int CUSTOMER_ID = 6;
    private static final int REQUIRED = 0b111111;

    private static final int EVENT_ID = 1;
    private static final int OCCURRED_AT = 2;
    private static final int CURRENCY = 3;
    private static final int LINES_MEMBER = 4;
    private static final int SHIPPING = 5;
    private static final int TAX = 6;
    private static final int CUSTOMER = 7;
    private static final int CARRIER = 8;
    private static final int TRACKING_NUMBER = 9;
    private static final int REASON = 10;

    private static final int HEADER = (1 << ORDER_ID) | (1 << EVENT_ID) | (1 << OCCURRED_AT);
    private static final int SHIPPING_TEXTS = (1 << CARRIER) | (1 << TRACKING_NUMBER);
    private static final int CONTENT = (1 << SHIPPING) | (1 << TAX);

    private static final byte[] BEGIN = ascii("{\"Item\":{");

    private static final byte[] END = ascii("}}\n");

    /** Between an attribute's name and its text. */
    private static final byte[] BEFORE_TEXT = ascii("\":{\"S\":\"");

    /**
     * A name of up to sixteen bytes, to be compared eight at a time. A record, since the compiler trusts its fields to be
     * constant.
     */
    private record Name(long first, long firstMask, long second, long secondMask) {

        static Name of(String name) {
            byte[] padded = Arrays.copyOf(ascii(name), 2 * Long.BYTES);
            return new Name(
                    CompactEvent.longAt(padded, 0),
                    mask(name.length()),
                    CompactEvent.longAt(padded, Long.BYTES),
                    mask(name.length() - Long.BYTES));
        }

        private static long mask(int length) {
            return length >= Long.BYTES ? -1 : length <= 0 ? 0 : (1L << (length * Byte.SIZE)) - 1;
        }
    }

    private static final byte[][] TYPES = Arrays.stream(EventType.values())
            .map(type -> ascii(type.wireName()))
            .toArray(byte[][]::new);

    private static final int NAME_LIMIT = 64;
    private static final int TIMESTAMP_LENGTH = 30;

    private static final Name NAME_TYPE = Name.of("type");
    private static final Name NAME_DETAIL = Name.of("detail");
    private static final Name NAME_SOURCE = Name.of("source");
    private static final Name NAME_ORDER_ID = Name.of("orderId");
    private static final Name NAME_TIMESTAMP = Name.of("timestamp");
    private static final Name NAME_RECORDED_AT = Name.of("recordedAt");
    private static final Name NAME_CUSTOMER_ID = Name.of("customerId");
    private static final Name NAME_EVENT_ID = Name.of("eventId");
    private static final Name NAME_OCCURRED_AT = Name.of("occurredAt");
    private static final Name NAME_CURRENCY = Name.of("currency");
    private static final Name NAME_LINES = Name.of("lines");
    private static final Name NAME_SHIPPING = Name.of("shipping");
    private static final Name NAME_TAX = Name.of("tax");
    private static final Name NAME_CARRIER = Name.of("carrier");
    private static final Name NAME_TRACKING_NUMBER = Name.of("trackingNumber");
    private static final Name NAME_REASON = Name.of("reason");
    private static final Name NAME_SKU = Name.of("sku");
    private static final Name NAME_QUANTITY = Name.of("quantity");
    private static final Name NAME_UNIT_PRICE = Name.of("unitPrice");
    private static final Name NAME_DISCOUNT = Name.of("discount");
    private static final Name NAME_REFUND = Name.of("refund");

    /** Which bytes an id may have. */
    private static final boolean[] IS_ID = new boolean[128];

    static {
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-".toCharArray()) {
            IS_ID[c] = true;
        }
    }

    /** Currencies by number, asked once each: 1 known, -1 unknown, 0 not asked yet. */
    private final byte[] currencies = new byte[26 * 26 * 26 + 1];

    private final TextInstant occurred = new TextInstant();
    private final TextInstant recorded = new TextInstant();
    private final TextInstant stamped = new TextInstant();

    private byte[] bytes = new byte[0];
    private int at;
    private boolean isDeclined;

    private final int[] from = new int[7];
    private final int[] to = new int[7];
    private int attributes;

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
    private int lineCount;
    private boolean areReturned;
    private boolean isWide;
    private final int[] skuFrom = new int[LINES];
    private final int[] skuTo = new int[LINES];
    private final long[] first = new long[LINES];
    private final long[] second = new long[LINES];
    private final long[] third = new long[LINES];
    private int type;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Whether the line was taken. If so, {@link #write} writes it, and {@link #end} is where the next one begins.
     *
     * @param line where it begins; somewhere in {@code buffer} behind it stands a line feed
     */
    boolean read(byte[] buffer, int line) {
        bytes = buffer;
        at = line;
        isDeclined = false;
        attributes = 0;
        if (!starts(BEGIN)) {
            return false;
        }
        at += BEGIN.length;
        do {
            attribute();
            if (isDeclined) {
                return false;
            }
        } while (take(','));
        if (!starts(END) || (attributes & REQUIRED) != REQUIRED) {
            return false;
        }
        at += END.length;
        return isEvent();
    }

    int end() {
        return at;
    }

    private boolean starts(byte[] text) {
        return Arrays.equals(bytes, at, Math.min(bytes.length, at + text.length), text, 0, text.length);
    }

    private boolean take(int wanted) {
        if (bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void need(int wanted) {
        if (bytes[at] == wanted) {
            at++;
        } else {
            isDeclined = true;
        }
    }

    private void attribute() {
        need('"');
        int name = at;
        skipText();
        int index = attributeNamed(name, at - name);
        if (isDeclined || index < 0 || (attributes & (1 << index)) != 0 || !starts(BEFORE_TEXT)) {
            isDeclined = true;
            return;
        }
        at += BEFORE_TEXT.length;
        attributes |= 1 << index;
        from[index] = at;
        if (index == DETAIL) {
            detail();
        } else {
            skipText();
        }
        to[index] = at;
        need('"');
        need('}');
    }

    private int attributeNamed(int name, int length) {
        return switch (length) {
            case 4 -> is(name, NAME_TYPE) ? TYPE : -1;
            case 6 -> is(name, NAME_DETAIL) ? DETAIL : is(name, NAME_SOURCE) ? SOURCE : -1;
            case 7 -> is(name, NAME_ORDER_ID) ? ORDER_ID : -1;
            case 9 -> is(name, NAME_TIMESTAMP) ? TIMESTAMP : -1;
            case 10 -> is(name, NAME_RECORDED_AT) ? RECORDED_AT : is(name, NAME_CUSTOMER_ID) ? CUSTOMER_ID : -1;
            default -> -1;
        };
    }

    private boolean is(int from, Name name) {
        return (CompactEvent.longAt(bytes, from) & name.firstMask()) == name.first()
                && (CompactEvent.longAt(bytes, from + Long.BYTES) & name.secondMask()) == name.second();
    }

    /** Up to what ends a text, or must be looked at by the codec: a quote, a backslash, a control or beyond ASCII. */
    private void skipText() {
        byte[] buffer = bytes;
        int here = at;
        long found = special(CompactEvent.longAt(buffer, here));
        while (found == 0) {
            here += Long.BYTES;
            found = special(CompactEvent.longAt(buffer, here));
        }
        at = here + (Long.numberOfTrailingZeros(found) >>> 3);
    }

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** The high bits of those of eight bytes that end a text; those behind the first may be wrong. */
    private static long special(long word) {
        long quote = word ^ ('"' * ONES);
        long backslash = word ^ ('\\' * ONES);
        long control = word - (' ' * ONES);
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | control | word) & HIGHS;
    }

    private boolean isEvent() {
        type = typeOf(from[TYPE], to[TYPE]);
        return type >= 0 && recorded.read(bytes, from[RECORDED_AT], to[RECORDED_AT]) && hasItsMembers() && isKey();
    }

    private int typeOf(int begin, int end) {
        for (int i = 0; i < TYPES.length; i++) {
            if (Arrays.equals(bytes, begin, end, TYPES[i], 0, TYPES[i].length)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the item's key is the one that its detail gives it. */
    private boolean isKey() {
        int hash = from[TIMESTAMP] + TIMESTAMP_LENGTH;
        return Arrays.equals(bytes, from[ORDER_ID], to[ORDER_ID], bytes, orderIdFrom, orderIdTo)
                && to[TIMESTAMP] > hash
                && bytes[hash] == '#'
                && Arrays.equals(bytes, hash + 1, to[TIMESTAMP], bytes, eventIdFrom, eventIdTo)
                && stamped.read(bytes, from[TIMESTAMP], hash)
                && stamped.seconds == occurred.seconds
                && stamped.nanos == occurred.nanos;
    }

    private void detail() {
        members = 0;
        lineCount = 0;
        shipping = 0;
        tax = 0;
        currency = 0;
        isWide = false;
        spaces();
        need('{');
        do {
            spaces();
            member();
            if (isDeclined) {
                return;
            }
            spaces();
        } while (take(','));
        need('}');
        spaces();
    }

    private boolean hasItsMembers() {
        boolean isHeaded = (members & HEADER) == HEADER && occurred.seconds >= TextInstant.EARLIEST_SECONDS;
        int others = members & ~HEADER;
        return isHeaded
                && switch (type) {
                    case 0 ->
                        (others | CONTENT) == (CONTENT | (1 << CUSTOMER) | (1 << CURRENCY) | (1 << LINES_MEMBER))
                                && !areReturned;
                    case 1 -> (others | CONTENT) == (CONTENT | (1 << LINES_MEMBER)) && !areReturned;
                    case 3 -> (others | SHIPPING_TEXTS) == SHIPPING_TEXTS;
                    case 5 -> (others | (1 << REASON)) == (1 << REASON);
                    case 6 -> others == (1 << LINES_MEMBER) && areReturned;
                    default -> others == 0;
                };
    }

    private void spaces() {
        while (bytes[at] == ' ') {
            at++;
        }
    }

    /** A quote inside of the detail, which is a text itself. */
    private void quote() {
        if (bytes[at] == '\\' && bytes[at + 1] == '"') {
            at += 2;
        } else {
            isDeclined = true;
        }
    }

    private void colon() {
        spaces();
        need(':');
        spaces();
    }

    private void member() {
        quote();
        int name = at;
        skipText();
        int length = at - name;
        quote();
        colon();
        if (isDeclined) {
            return;
        }
        switch (length) {
            case 3 -> decimalMember(is(name, NAME_TAX) ? TAX : -1);
            case 5 -> {
                if (once(is(name, NAME_LINES) ? LINES_MEMBER : -1)) {
                    lines();
                }
            }
            case 6 -> textMember(is(name, NAME_REASON) ? REASON : -1);
            case 7 -> {
                if (is(name, NAME_ORDER_ID) && once(ORDER_ID)) {
                    quote();
                    orderIdFrom = at;
                    orderIdTo = id();
                } else if (is(name, NAME_EVENT_ID) && once(EVENT_ID)) {
                    quote();
                    eventIdFrom = at;
                    eventIdTo = id();
                } else {
                    textMember(is(name, NAME_CARRIER) ? CARRIER : -1);
                }
            }
            case 8 -> {
                if (is(name, NAME_CURRENCY) && once(CURRENCY)) {
                    currency();
                } else {
                    decimalMember(is(name, NAME_SHIPPING) ? SHIPPING : -1);
                }
            }
            case 10 -> {
                if (is(name, NAME_OCCURRED_AT) && once(OCCURRED_AT)) {
                    quote();
                    int begin = at;
                    skipText();
                    isDeclined |= !occurred.read(bytes, begin, at);
                    quote();
                } else if (is(name, NAME_CUSTOMER_ID) && once(CUSTOMER)) {
                    quote();
                    customerFrom = at;
                    customerTo = name();
                } else {
                    isDeclined = true;
                }
            }
            case 14 -> textMember(is(name, NAME_TRACKING_NUMBER) ? TRACKING_NUMBER : -1);
            default -> isDeclined = true;
        }
    }

    private boolean once(int member) {
        if (member < 0 || (members & (1 << member)) != 0) {
            isDeclined = true;
            return false;
        }
        members |= 1 << member;
        return true;
    }

    private void textMember(int member) {
        if (once(member)) {
            quote();
            skipText();
            quote();
        }
    }

    private void decimalMember(int member) {
        if (once(member)) {
            long value = decimal();
            isWide |= value >= CompactEvent.NARROW;
            if (member == TAX) {
                tax = value;
            } else {
                shipping = value;
            }
        }
    }

    /** Skips an id and says where it ends. */
    private int id() {
        int begin = at;
        byte c = bytes[at];
        while (c > 0 && IS_ID[c]) {
            c = bytes[++at];
        }
        int end = at;
        isDeclined |= end == begin || end - begin > NAME_LIMIT;
        quote();
        return end;
    }

    /** Skips a customer id or sku and says where it ends. */
    private int name() {
        byte[] buffer = bytes;
        int begin = at;
        int here = at;
        byte c = buffer[here];
        while (c >= ' ' && c != '"' && c != '\\' && c != '#' && c != 0x7F) {
            c = buffer[++here];
        }
        at = here;
        isDeclined |= here == begin || here - begin > NAME_LIMIT;
        quote();
        return here;
    }

    private void currency() {
        quote();
        int a = bytes[at];
        int b = bytes[at + 1];
        int c = bytes[at + 2];
        if (a < 'A' || a > 'Z' || b < 'A' || b > 'Z' || c < 'A' || c > 'Z') {
            isDeclined = true;
            return;
        }
        at += 3;
        currency = CompactEvent.currency(a, b, c);
        if (currencies[currency] == 0) {
            String code = CompactEvent.currency(currency);
            boolean isKnown = Currency.getAvailableCurrencies().stream()
                    .anyMatch(known -> known.getCurrencyCode().equals(code));
            currencies[currency] = (byte) (isKnown ? 1 : -1);
        }
        isDeclined |= currencies[currency] < 0;
        quote();
    }

    /** A decimal from 0, as a number or as a text, in units of 10^-6. */
    private long decimal() {
        boolean isText = bytes[at] == '\\';
        if (isText) {
            quote();
        }
        int begin = at;
        long value = 0;
        int c = bytes[at];
        while (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            c = bytes[++at];
        }
        int digits = at - begin;
        isDeclined |= digits == 0 || digits > 12 || (digits > 1 && bytes[begin] == '0');
        int fraction = 0;
        if (c == '.') {
            int point = at++;
            c = bytes[at];
            while (c >= '0' && c <= '9' && fraction < CompactEvent.SCALE) {
                value = value * 10 + (c - '0');
                c = bytes[++at];
                fraction++;
            }
            isDeclined |= at == point + 1;
        }
        isDeclined |= (c >= '0' && c <= '9') || c == 'e' || c == 'E' || c == '.';
        if (isText) {
            quote();
        }
        return isDeclined ? 0 : value * POWERS[CompactEvent.SCALE - fraction];
    }

    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private void lines() {
        need('[');
        do {
            spaces();
            if (isDeclined || lineCount == LINES) {
                isDeclined = true;
                return;
            }
            line(lineCount);
            for (int i = 0; i < lineCount && !isDeclined; i++) {
                isDeclined = skuTo[i] - skuFrom[i] == skuTo[lineCount] - skuFrom[lineCount]
                        && Arrays.equals(bytes, skuFrom[i], skuTo[i], bytes, skuFrom[lineCount], skuTo[lineCount]);
            }
            lineCount++;
            spaces();
        } while (take(','));
        need(']');
    }

    private void line(int index) {
        int seen = 0;
        first[index] = 0;
        second[index] = 0;
        third[index] = 0;
        need('{');
        do {
            spaces();
            quote();
            int name = at;
            skipText();
            int length = at - name;
            quote();
            colon();
            if (isDeclined) {
                return;
            }
            int bit = lineMember(name, length);
            isDeclined |= bit == 0 || (seen & bit) != 0;
            seen |= bit;
            switch (bit) {
                case 1 -> {
                    quote();
                    skuFrom[index] = at;
                    skuTo[index] = name();
                }
                case 2 -> first[index] = decimal();
                case 4, 16 -> second[index] = decimal();
                case 8 -> third[index] = decimal();
                default -> isDeclined = true;
            }
            if (isDeclined) {
                return;
            }
            spaces();
        } while (take(','));
        need('}');
        boolean isReturned = seen == (1 | 2 | 16);
        isDeclined |= !isReturned && (seen | 8) != (1 | 2 | 4 | 8);
        isDeclined |= (index > 0 && isReturned != areReturned) || first[index] == 0;
        areReturned = isReturned;
        amount(index);
    }

    private int lineMember(int name, int length) {
        return switch (length) {
            case 3 -> is(name, NAME_SKU) ? 1 : 0;
            case 6 -> is(name, NAME_REFUND) ? 16 : 0;
            case 8 -> is(name, NAME_QUANTITY) ? 2 : is(name, NAME_DISCOUNT) ? 8 : 0;
            case 9 -> is(name, NAME_UNIT_PRICE) ? 4 : 0;
            default -> 0;
        };
    }

    private void amount(int index) {
        if (areReturned) {
            isWide |= first[index] >= CompactEvent.NARROW || second[index] >= CompactEvent.NARROW;
        } else {
            // Below zero, which breaks a rule, or wide: the codec says which.
            isDeclined |= CompactEvent.amount(first[index], second[index], third[index]) < 0;
        }
    }

    /** How many bytes {@link #write} will take at most. */
    int size() {
        int size = CompactEvent.IDS + 2 * NAME_LIMIT + 2 + NAME_LIMIT + 2 + 2 * Long.BYTES + 2;
        return size + lineCount * (NAME_LIMIT + CompactEvent.LINE);
    }

    int orderHash() {
        return CompactEvent.hash(bytes, orderIdFrom, orderIdTo - orderIdFrom);
    }

    /** Writes the line's event as a record and returns where it ends. */
    int write(byte[] out, int record, int orderHash, int generation) {
        CompactEvent.putInt(out, record + CompactEvent.HASH, orderHash);
        out[record + CompactEvent.TYPE] = (byte) type;
        out[record + CompactEvent.ORDER_ID_LENGTH] = (byte) (orderIdTo - orderIdFrom);
        out[record + CompactEvent.EVENT_ID_LENGTH] = (byte) (eventIdTo - eventIdFrom);
        out[record + CompactEvent.IS_WIDE] = (byte) (isWide ? 1 : 0);
        CompactEvent.putInt(out, record + CompactEvent.GENERATION, generation);
        CompactEvent.putLong(out, record + CompactEvent.SECONDS, occurred.seconds);
        CompactEvent.putInt(out, record + CompactEvent.NANOS, occurred.nanos);
        CompactEvent.putInt(out, record + CompactEvent.RECORDED_NANOS, recorded.nanos);
        CompactEvent.putLong(out, record + CompactEvent.RECORDED_SECONDS, recorded.seconds);
        int here = copy(orderIdFrom, orderIdTo, out, record + CompactEvent.IDS);
        here = copy(eventIdFrom, eventIdTo, out, here);
        if (type == 0) {
            here = text(customerFrom, customerTo, out, here);
            CompactEvent.putShort(out, here, currency);
            here += Short.BYTES;
        }
        if (type <= 1) {
            CompactEvent.putLong(out, here, shipping);
            CompactEvent.putLong(out, here + Long.BYTES, tax);
            here += 2 * Long.BYTES;
        }
        if (lineCount > 0) {
            here = writeLines(out, here);
        }
        CompactEvent.putInt(out, record, here - record);
        return here;
    }

    private int writeLines(byte[] out, int begin) {
        CompactEvent.putShort(out, begin, lineCount);
        int here = begin + Short.BYTES;
        for (int i = 0; i < lineCount; i++) {
            here = text(skuFrom[i], skuTo[i], out, here);
            CompactEvent.putLong(out, here, first[i]);
            CompactEvent.putLong(out, here + Long.BYTES, second[i]);
            here += 2 * Long.BYTES;
            if (!areReturned) {
                CompactEvent.putLong(out, here, third[i]);
                here += Long.BYTES;
            }
        }
        return here;
    }

    private int text(int begin, int end, byte[] out, int here) {
        CompactEvent.putShort(out, here, end - begin);
        return copy(begin, end, out, here + Short.BYTES);
    }

    private int copy(int begin, int end, byte[] out, int here) {
        System.arraycopy(bytes, begin, out, here, end - begin);
        return here + end - begin;
    }
}
