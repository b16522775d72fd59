package io.purchaseorders.replay.compact;

import io.purchaseorders.events.EventType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Where the parts of an event stand in a record of bytes: whatever a fold needs of it, and no more. Records are written
 * and read within one run and never stored longer. Decimals are longs in units of 10^-6, which holds every decimal that
 * an event may have.
 *
 * <pre>
 *  0 int   length of the record        16 long  occurred at, seconds
 *  4 int   hash of the order id        24 int   occurred at, nanoseconds
 *  8 byte  type, by its rank           28 int   recorded at, nanoseconds
 *  9 byte  length of the order id      32 long  recorded at, seconds
 * 10 byte  length of the event id      40 order id, event id, content
 * 11 byte  1 if an amount is too large or too long for this form
 * 12 int   generation
 * </pre>
 *
 * <p>The content of an OrderPlaced begins with its customer (short length, bytes) and currency (short); that of
 * OrderPlaced and OrderAmended goes on with shipping, tax (longs), a short count, and lines of sku (short length, bytes),
 * quantity, unit price and discount (longs). OrderReturned has a short count and lines of sku, quantity and refund.
 */
public final class CompactEvent {

    /** Units of the decimals: six fractional digits, the most that an event may have. */
    public static final int SCALE = 6;

    /** 1 in units of the decimals. */
    public static final long ONE = 1_000_000;

    /** Stands for the type of a record that says that an item was deleted. */
    public static final int REMOVED = 7;

    public static final int LENGTH = 0;
    public static final int HASH = 4;
    public static final int TYPE = 8;
    public static final int ORDER_ID_LENGTH = 9;
    public static final int EVENT_ID_LENGTH = 10;
    public static final int IS_WIDE = 11;
    public static final int GENERATION = 12;
    public static final int SECONDS = 16;
    public static final int NANOS = 24;
    public static final int RECORDED_NANOS = 28;
    public static final int RECORDED_SECONDS = 32;
    public static final int IDS = 40;

    /** What a line has besides its sku: the sku's length and three decimals, two where it was returned. */
    public static final int LINE = 2 + 3 * Long.BYTES;

    public static final int RETURNED_LINE = 2 + 2 * Long.BYTES;

    private static final int LETTERS = 26;
    private static final EventType[] TYPES = EventType.values();

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private CompactEvent() {}

    public static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    public static int intAt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    public static int shortAt(byte[] bytes, int at) {
        return Short.toUnsignedInt((short) SHORTS.get(bytes, at));
    }

    public static void putLong(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    public static void putShort(byte[] bytes, int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    static EventType type(byte[] bytes, int record) {
        return TYPES[bytes[record + TYPE]];
    }

    static int orderIdLength(byte[] bytes, int record) {
        return bytes[record + ORDER_ID_LENGTH];
    }

    static int eventIdAt(byte[] bytes, int record) {
        return record + IDS + orderIdLength(bytes, record);
    }

    static int eventIdLength(byte[] bytes, int record) {
        return bytes[record + EVENT_ID_LENGTH];
    }

    /** Where the content begins, behind both ids. */
    static int contentAt(byte[] bytes, int record) {
        return eventIdAt(bytes, record) + eventIdLength(bytes, record);
    }

    /** Whether two records are of one order. */
    public static boolean isSameOrder(byte[] bytes, int a, int b) {
        int length = orderIdLength(bytes, a);
        if (((intAt(bytes, a + HASH) ^ intAt(bytes, b + HASH)) | (length ^ orderIdLength(bytes, b))) != 0) {
            return false;
        }
        return areEqual(bytes, a + IDS, bytes, b + IDS, length);
    }

    /** A number from 1 for three capital letters; 0 stands for no currency. */
    public static int currency(int first, int second, int third) {
        return ((first - 'A') * LETTERS + (second - 'A')) * LETTERS + (third - 'A') + 1;
    }

    /** The letters of a currency's number. */
    public static String currency(int number) {
        int rest = number - 1;
        char third = (char) ('A' + rest % LETTERS);
        rest /= LETTERS;
        return "" + (char) ('A' + rest / LETTERS) + (char) ('A' + rest % LETTERS) + third;
    }

    /** Spreads bytes over all numbers; equal bytes give equal numbers. */
    public static int hash(byte[] bytes, int from, int length) {
        long mixed = length;
        int at = from;
        int left = length;
        for (; left >= Long.BYTES; left -= Long.BYTES, at += Long.BYTES) {
            mixed = (mixed ^ longAt(bytes, at)) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        long tail = 0;
        if (at + Long.BYTES <= bytes.length) {
            tail = longAt(bytes, at) & ((1L << (left * Byte.SIZE)) - 1);
        } else {
            for (int i = left - 1; i >= 0; i--) {
                tail = (tail << Byte.SIZE) | (bytes[at + i] & 0xFF);
            }
        }
        mixed = (mixed ^ tail) * 0xBF58476D1CE4E5B9L;
        return (int) (mixed ^ (mixed >>> 32));
    }

    /** Whether as many bytes at two places are equal: for names, which are short. */
    public static boolean areEqual(byte[] a, int atA, byte[] b, int atB, int length) {
        if (atA + length + Long.BYTES > a.length || atB + length + Long.BYTES > b.length) {
            return Arrays.equals(a, atA, atA + length, b, atB, atB + length);
        }
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if (longAt(a, atA + at) != longAt(b, atB + at)) {
                return false;
            }
        }
        long rest = (1L << ((length - at) * Byte.SIZE)) - 1;
        return ((longAt(a, atA + at) ^ longAt(b, atB + at)) & rest) == 0;
    }

    /** Copies bytes and up to seven more, behind which there has to be room, and returns where the copy ends. */
    public static int copy(byte[] bytes, int from, int to, byte[] out, int at) {
        for (int i = 0; i < to - from; i += Long.BYTES) {
            putLong(out, at + i, longAt(bytes, from + i));
        }
        return at + to - from;
    }

    /** Like {@link #copy}, with the length before the bytes. */
    public static int putText(byte[] bytes, int from, int to, byte[] out, int at) {
        putShort(out, at, to - from);
        return copy(bytes, from, to, out, at + Short.BYTES);
    }

    /** What a decimal must stay below so that the sums of a whole order, of 500 lines, cannot overflow. */
    public static final long NARROW = 1_000_000_000_000_000L;

    /** Says of an amount that it has more than six fractional digits or is too large for this form. */
    public static final long WIDE = Long.MIN_VALUE;

    /** quantity x unitPrice - discount, exact, or {@link #WIDE}. Negative where the discount is larger. */
    public static long amount(long quantity, long unitPrice, long discount) {
        boolean whole = quantity % ONE == 0;
        long factor = whole ? quantity / ONE : quantity;
        long product = factor * unitPrice;
        if (Math.multiplyHigh(factor, unitPrice) != 0 || product < 0 || (!whole && product % ONE != 0)) {
            return WIDE;
        }
        long amount = (whole ? product : product / ONE) - discount;
        return amount < NARROW && discount < NARROW && quantity < NARROW ? amount : WIDE;
    }
}
