package io.purchaseorders.replay.export;

import static io.purchaseorders.replay.compact.CompactEvent.longAt;
import static io.purchaseorders.replay.compact.CompactEvent.shortAt;

import io.purchaseorders.replay.compact.CompactEvent;

/**
 * A place in a line of an export and what may stand there. Once anything unusual was met, the line is declined, and it no
 * longer matters where the cursor stands. Bytes are looked at eight at a time, so behind the line must be as many of
 * anything as {@code Lines} provides.
 *
 * <p>Inside of an event's detail, which is a text itself, each quote has a backslash before it.
 */
final class LineCursor {

    /** The most that an id, a customer or a sku may have. */
    static final int NAME_LIMIT = 64;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long LOWS = ~HIGHS;
    private static final int INNER_QUOTE = '\\' | '"' << Byte.SIZE;
    private static final int DELETE = 0x7F;
    private static final int LETTER_CASE = 0x20;

    private static final int MOST_INTEGER_DIGITS = 12;
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    byte[] bytes = new byte[0];
    int at;
    boolean isDeclined;

    void start(byte[] buffer, int line) {
        bytes = buffer;
        at = line;
        isDeclined = false;
    }

    boolean take(int wanted) {
        if (bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    void need(int wanted) {
        if (bytes[at] == wanted) {
            at++;
        } else {
            isDeclined = true;
        }
    }

    void need(Literal wanted) {
        if (wanted.isAt(bytes, at)) {
            at += wanted.length();
        } else {
            isDeclined = true;
        }
    }

    void spaces() {
        while (bytes[at] == ' ') {
            at++;
        }
    }

    /** A quote inside of the detail. */
    void quote() {
        if (shortAt(bytes, at) == INNER_QUOTE) {
            at += 2;
        } else {
            isDeclined = true;
        }
    }

    /** Up to what ends a text, or must be looked at by the codec: a quote, a backslash, a control or beyond ASCII. */
    void skipText() {
        skipText(0);
    }

    /** @param read how many bytes of it need not be looked at, since whoever reads the text looks at each of them */
    void skipText(int read) {
        byte[] buffer = bytes;
        int here = at + read;
        long found = special(longAt(buffer, here));
        while (found == 0) {
            here += Long.BYTES;
            found = special(longAt(buffer, here));
        }
        at = here + (Long.numberOfTrailingZeros(found) >>> 3);
    }

    /** The high bits of those of eight bytes that end a text; those behind the first may be wrong. */
    private static long special(long word) {
        long control = word - (' ' * ONES);
        return (zeros(word ^ ('"' * ONES)) | zeros(word ^ ('\\' * ONES)) | control | word) & HIGHS;
    }

    /** High bits at bytes of zero; those behind the first may be wrong, and so may the other bits. */
    private static long zeros(long word) {
        return (word - ONES) & ~word;
    }

    /** Skips a customer or sku and the quote behind it, and says where it ends. */
    int name() {
        byte[] buffer = bytes;
        int begin = at;
        int here = begin;
        long found = specialInName(longAt(buffer, here));
        while (found == 0) {
            here += Long.BYTES;
            found = specialInName(longAt(buffer, here));
        }
        return ended(begin, here + (Long.numberOfTrailingZeros(found) >>> 3));
    }

    private static long specialInName(long word) {
        return special(word) | ((zeros(word ^ ('#' * ONES)) | zeros(word ^ (DELETE * ONES))) & HIGHS);
    }

    /** Skips an id and the quote behind it, and says where it ends. */
    int id() {
        byte[] buffer = bytes;
        int begin = at;
        int here = begin;
        long found = noId(longAt(buffer, here));
        while (found == 0) {
            here += Long.BYTES;
            found = noId(longAt(buffer, here));
        }
        return ended(begin, here + (Long.numberOfTrailingZeros(found) >>> 3));
    }

    private int ended(int begin, int end) {
        at = end;
        isDeclined |= end == begin || end - begin > NAME_LIMIT;
        quote();
        return end;
    }

    /** The high bits of those of eight bytes that no id has. */
    private static long noId(long word) {
        long low = word & LOWS;
        long allowed = between(low | (LETTER_CASE * ONES), 'a', 'z')
                | between(low, '0', ':')
                | between(low, '-', '.')
                | between(low, '_', '_');
        return (~allowed | word) & HIGHS;
    }

    /** High bits at those of eight bytes below 128 that are in a range. */
    private static long between(long word, int first, int last) {
        return (word + (0x80 - first) * ONES) & ~(word + (DELETE - last) * ONES);
    }

    /** A decimal from 0, as a number or as a text, in units of 10^-6. */
    long decimal() {
        boolean isText = bytes[at] == '\\';
        if (isText) {
            quote();
        }
        long value = shortDecimal(longAt(bytes, at));
        if (value < 0) {
            value = longDecimal();
        }
        if (isText) {
            quote();
        }
        return isDeclined ? 0 : value;
    }

    /** A decimal that ends within eight bytes, or -1. */
    private long shortDecimal(long word) {
        long digits = word ^ ('0' * ONES);
        long others = (((digits & LOWS) + (0x80 - 10) * ONES) | digits) & HIGHS;
        int whole = Long.numberOfTrailingZeros(others) >>> 3;
        if (whole == 0 || whole >= Long.BYTES || (whole > 1 && (digits & 0xFF) == 0)) {
            return -1;
        }
        int end = whole;
        int fraction = 0;
        if (byteOf(word, whole) == '.') {
            end = Long.numberOfTrailingZeros(others & (others - 1)) >>> 3;
            fraction = end - whole - 1;
            if (fraction == 0 || end >= Long.BYTES) {
                return -1;
            }
            long before = (1L << (whole * Byte.SIZE)) - 1;
            digits = (digits & before) | ((digits >>> Byte.SIZE) & ~before);
        }
        int last = byteOf(word, end);
        if (last == '.' || (last | LETTER_CASE) == 'e') {
            return -1;
        }
        at += end;
        return eightDigits(digits << ((Long.BYTES - whole - fraction) * Byte.SIZE))
                * POWERS[CompactEvent.SCALE - fraction];
    }

    private static int byteOf(long word, int index) {
        return (int) (word >>> (index * Byte.SIZE)) & 0xFF;
    }

    /** The number of eight digits, the first in the lowest byte: pairs, then fours, then all. */
    static long eightDigits(long digits) {
        long pairs = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
        long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000FFFF0000FFFFL;
        return (fours * 10_000 + (fours >>> 32)) & 0xFFFFFFFFL;
    }

    private long longDecimal() {
        int begin = at;
        long value = 0;
        int c = bytes[at];
        while (c >= '0' && c <= '9') {
            value = value * 10 + (c - '0');
            c = bytes[++at];
        }
        int digits = at - begin;
        isDeclined |= digits == 0 || digits > MOST_INTEGER_DIGITS || (digits > 1 && bytes[begin] == '0');
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
        return value * POWERS[CompactEvent.SCALE - fraction];
    }
}
