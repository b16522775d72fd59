package io.purchaseorders.replay.export;

import static io.purchaseorders.replay.compact.CompactEvent.longAt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An ASCII text of up to 24 bytes that lines are compared with eight bytes at a time. A record, since the compiler trusts
 * its fields to be constant.
 */
record Literal(int length, long first, long firstMask, long second, long secondMask, long third, long thirdMask) {

    private static final int LONGEST = 3 * Long.BYTES;

    static Literal of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > LONGEST) {
            throw new IllegalArgumentException(text + " is longer than " + LONGEST);
        }
        byte[] padded = Arrays.copyOf(bytes, LONGEST);
        int length = bytes.length;
        return new Literal(
                length,
                longAt(padded, 0),
                mask(length),
                longAt(padded, Long.BYTES),
                mask(length - Long.BYTES),
                longAt(padded, 2 * Long.BYTES),
                mask(length - 2 * Long.BYTES));
    }

    private static long mask(int length) {
        return length >= Long.BYTES ? -1 : length <= 0 ? 0 : (1L << (length * Byte.SIZE)) - 1;
    }

    /** Whether it stands at a place, behind which there are 24 bytes of anything. */
    boolean isAt(byte[] bytes, int at) {
        return (((longAt(bytes, at) ^ first) & firstMask)
                        | ((longAt(bytes, at + Long.BYTES) ^ second) & secondMask)
                        | ((longAt(bytes, at + 2 * Long.BYTES) ^ third) & thirdMask))
                == 0;
    }
}
