package io.purchaseorders.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Writes measurements for people: three digits that count, thousands apart. */
public final class Numbers {

    private static final int DIGITS = 3;
    private static final double WHOLE = 100;

    private Numbers() {}

    public static String brief(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "-";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS));
        return Math.abs(value) >= WHOLE
                ? String.format(Locale.ROOT, "%,d", rounded.longValue())
                : rounded.stripTrailingZeros().scale() < 0
                        ? rounded.toBigInteger().toString()
                        : rounded.stripTrailingZeros().toPlainString();
    }
}
