package io.purchaseorders.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as 512M and 2G. */
final class ByteSize implements ITypeConverter<Long> {

    private static final int BITS_A_STEP = 10;
    private static final int MOST_DIGITS = 9;

    @Override
    public Long convert(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        int unit = upper.isEmpty() ? -1 : "KMG".indexOf(upper.charAt(upper.length() - 1));
        String digits = unit < 0 ? upper : upper.substring(0, upper.length() - 1);
        if (unit < 0 || !digits.matches("[1-9][0-9]{0," + (MOST_DIGITS - 1) + "}")) {
            throw new TypeConversionException("'" + text + "' is no size such as 512M or 2G");
        }
        return Long.parseLong(digits) << (BITS_A_STEP * (unit + 1));
    }
}
