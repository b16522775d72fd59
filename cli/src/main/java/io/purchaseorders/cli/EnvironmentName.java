package io.purchaseorders.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the names of environments, such as prod or team-a. One with a digit after a hyphen is none: dev-2 would share its
 * aggregations table with the second generation of dev, and the roles of dev, which read tables by what they are named by up
 * to the first digit of a generation, could read those of dev-2b.
 */
final class EnvironmentName implements ITypeConverter<String> {

    /** The same as in the templates and in {@code scripts/deploy.sh}. */
    static final String PATTERN = "[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*";

    /** So that the longest name that is made of it, a bucket's, is not too long. */
    static final int LONGEST = 16;

    private static final Pattern NAME = Pattern.compile(PATTERN);
    private static final Pattern OF_A_GENERATION = Pattern.compile(".*-[0-9].*");

    @Override
    public String convert(String text) {
        if (OF_A_GENERATION.matcher(text).matches()) {
            throw new TypeConversionException(
                    "'" + text + "' has a digit after a hyphen, as the tables of later generations"
                            + " of another environment have");
        }
        if (text.length() > LONGEST || !NAME.matcher(text).matches()) {
            throw new TypeConversionException("'" + text + "' is no environment: up to " + LONGEST
                    + " of a-z, 0-9 and -, a letter first and after each -");
        }
        return text;
    }
}
