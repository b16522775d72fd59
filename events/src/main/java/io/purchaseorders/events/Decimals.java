package io.purchaseorders.events;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Exact decimals: how they are read, how far they go, how they are written. Never binary floating point. */
public final class Decimals {

    /** More than any order needs, and sums of 10^11 such numbers still fit DynamoDB's 38 digits. */
    public static final int INTEGER_DIGITS = 12;

    public static final int FRACTION_DIGITS = 6;

    /** A line's amount stays below this. */
    public static final BigDecimal LINE_AMOUNT_LIMIT = BigDecimal.TEN.pow(15);

    /** Longer texts cannot be a decimal within the limits, unless by way of an absurd exponent or row of zeros. */
    private static final int TEXT_LIMIT = 64;

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private Decimals() {}

    /** The number that a text in JSON's number grammar names, or nothing. */
    public static Optional<BigDecimal> parse(String text) {
        if (text.length() > TEXT_LIMIT || !JSON_NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException beyondAnyExponent) {
            return Optional.empty();
        }
    }

    /** Whether a number has at most the digits that are allowed, as it was written. */
    public static boolean withinDigits(BigDecimal number) {
        return number.scale() <= FRACTION_DIGITS
                && (number.signum() == 0 ? -(long) number.scale() : (long) number.precision() - number.scale())
                        <= INTEGER_DIGITS;
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
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
