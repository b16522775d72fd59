package io.purchaseorders.events;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Exact decimals: how they are read, how far they go, how they are written. Never binary floating point. */
public final class Decimals {

    /** More than any order needs, and sums of 10^11 such numbers still fit DynamoDB's 38 digits. */
    public static final int INTEGER_DIGITS = 12;

    public static final int FRACTION_DIGITS = 6;

    /** A line's amount has no more: it stays below 10^15. */
    private static final int LINE_AMOUNT_INTEGER_DIGITS = 15;

    /** Longer texts cannot be a decimal within the limits, unless by way of an absurd exponent or row of zeros. */
    private static final int TEXT_LIMIT = 64;

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    /** Digits that fit a {@code long} in any case. */
    private static final int FEW_DIGITS = 18;

    private Decimals() {}

    /** The number that a text in JSON's number grammar names, or nothing. */
    public static Optional<BigDecimal> parse(String text) {
        @Nullable BigDecimal digits = digits(text, 0, text.length());
        if (digits != null) {
            return Optional.of(digits);
        }
        if (text.length() > TEXT_LIMIT || !JSON_NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException beyondAnyExponent) {
            return Optional.empty();
        }
    }

    /**
     * The number that a text names of which it is known that it is in JSON's number grammar.
     *
     * @throws NumberFormatException where its exponent is beyond any
     */
    static BigDecimal ofJsonNumber(String text) {
        @Nullable BigDecimal digits = digits(text, 0, text.length());
        return digits == null ? new BigDecimal(text) : digits;
    }

    /**
     * The number of few digits with at most one point between them, as nearly all are, in a part of a text; null for any
     * other.
     */
    static @Nullable BigDecimal digits(String text, int from, int to) {
        int length = to - from;
        if (length == 0
                || length > FEW_DIGITS
                || (length > 1 && text.charAt(from) == '0' && text.charAt(from + 1) != '.')) {
            return null;
        }
        long unscaled = 0;
        int point = -1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                unscaled = 10 * unscaled + (c - '0');
            } else if (c == '.' && point < 0 && i > from && i < to - 1) {
                point = i;
            } else {
                return null;
            }
        }
        return BigDecimal.valueOf(unscaled, point < 0 ? 0 : to - 1 - point);
    }

    /** Whether a number has at most the digits that are allowed, as it was written. */
    public static boolean withinDigits(BigDecimal number) {
        return number.scale() <= FRACTION_DIGITS
                && (number.signum() == 0 ? -(long) number.scale() : (long) number.precision() - number.scale())
                        <= INTEGER_DIGITS;
    }

    /** Whether an amount that is not negative is small enough for a line: less than 10^15. */
    static boolean isLineAmount(BigDecimal amount) {
        return amount.precision() - amount.scale() <= LINE_AMOUNT_INTEGER_DIGITS;
    }

    /** Plain notation without trailing zeros, the one way in which decimals leave the system. */
    public static String plain(BigDecimal number) {
        return normalized(number).toPlainString();
    }

    /** The one representation of a number: equal numbers get equal digits and scale. */
    public static BigDecimal normalized(BigDecimal number) {
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (number.scale() == 0) {
            return number;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
