package io.purchaseorders.projections.totals;

import io.purchaseorders.events.Decimals;
import java.math.BigDecimal;

/**
 * Numbers of at most 12 integer and 6 fractional digits as a {@code long}: all that events bring but the products of long
 * factors, and of sums all but absurd ones. Two of them can be added without overflow.
 */
public final class Millionths {

    /** The first number of millionths that is not held as a {@code long}. */
    static final long LIMIT = 1_000_000_000_000_000_000L;

    private static final int SCALE = 6;
    private static final int INTEGER_DIGITS = 12;

    private static final long[] POWERS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private Millionths() {}

    /** Whether a number can be held, which depends on its value alone, not on trailing zeros. */
    static boolean holds(BigDecimal number) {
        BigDecimal written = inScale(number);
        return written.scale() <= SCALE && written.precision() - written.scale() <= INTEGER_DIGITS;
    }

    /** The number, with trailing zeros taken away where it has too many digits. */
    private static BigDecimal inScale(BigDecimal number) {
        return (number.scale() >= 0 && number.scale() <= SCALE) ? number : Decimals.normalized(number);
    }

    /** @param number one that can be {@linkplain #holds held} */
    static long of(BigDecimal number) {
        BigDecimal written = inScale(number);
        // The JDK reads the digits of a small number so without making a BigInteger of them.
        long digits = written.scaleByPowerOfTen(written.scale()).longValue();
        return digits * POWERS[written.scale()];
    }

    /** The number in plain notation without trailing zeros, as {@link Decimals#plain} writes it. */
    static String plain(long millionths) {
        long whole = Math.abs(millionths / POWERS[0]);
        long fraction = Math.abs(millionths % POWERS[0]);
        String sign = millionths < 0 ? "-" : "";
        if (fraction == 0) {
            return sign + whole;
        }
        String digits = Long.toString(POWERS[0] + fraction); // one before the digits of the fraction
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return sign + whole + '.' + digits.substring(1, end);
    }

    public static BigDecimal toDecimal(long millionths) {
        return Decimals.normalized(BigDecimal.valueOf(millionths, SCALE));
    }
}
