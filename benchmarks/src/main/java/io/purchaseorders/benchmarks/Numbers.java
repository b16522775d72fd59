package io.purchaseorders.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Writes measurements for people: three digits that count, as a rule, thousands apart. */
public final class Numbers {

    private static final int DIGITS = 3;
    private static final int MOST_DIGITS = 6;
    private static final double WHOLE = 100;

    private Numbers() {}

    /** A value with as many more digits as tell it from another one that it is not. */
    public static String beside(double other, double value) {
        int digits = DIGITS;
        while (digits < MOST_DIGITS && value != other && brief(value, digits).equals(brief(other, digits))) {
            digits++;
        }
        return brief(value, digits);
    }

    public static String brief(double value) {
        return brief(value, DIGITS);
    }

    private static String brief(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "-";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        return Math.abs(value) >= WHOLE
                ? String.format(Locale.ROOT, "%,d", rounded.longValue())
                : rounded.stripTrailingZeros().scale() < 0
                        ? rounded.toBigInteger().toString()
                        : rounded.stripTrailingZeros().toPlainString();
    }
}
