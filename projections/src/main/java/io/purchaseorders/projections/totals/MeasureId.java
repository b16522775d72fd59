package io.purchaseorders.projections.totals;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A measure and, where it has one, its currency, as one number: what {@link Measures} are held by. The numbers depend on
 * the order of the catalogue and are never stored.
 */
public final class MeasureId {

    private static final Pattern WITH_CURRENCY = Pattern.compile("([a-z]+\\.)([A-Z]{3})(\\.[a-zA-Z]+)");

    private static final int BITS = Byte.SIZE;
    private static final int INDEX = (1 << BITS) - 1;
    private static final int LETTERS = 3;

    /** Names that were asked for before; there are only as many as there are measures and currencies. */
    private static final Map<Integer, String> NAMES = new ConcurrentHashMap<>();

    /** The numbers of names that were parsed before: a row of totals has the same names as the one before it. */
    private static final Map<String, Integer> PARSED = new ConcurrentHashMap<>();

    private MeasureId() {}

    /** The number of a measure without currency. */
    public static int of(Measure measure) {
        if (measure.isPerCurrency()) {
            throw new IllegalArgumentException(measure + " needs a currency");
        }
        return place(measure);
    }

    /** @param currency three letters A-Z */
    public static int of(Measure measure, String currency) {
        if (!measure.isPerCurrency() || currency.length() != LETTERS) {
            throw new IllegalArgumentException(measure + " of currency " + currency);
        }
        int id = 0;
        for (int i = 0; i < LETTERS; i++) {
            char letter = currency.charAt(i);
            if (letter < 'A' || letter > 'Z') {
                throw new IllegalArgumentException("no currency: " + currency);
            }
            id = (id << BITS) | letter;
        }
        return (id << BITS) | place(measure);
    }

    /** A measure's place in {@link Measure#all()}. */
    @SuppressWarnings("EnumOrdinal") // never leaves the process
    public static int place(Measure measure) {
        return measure.ordinal();
    }

    /** The place in {@link Measure#all()} of the measure of a number. */
    public static int place(int id) {
        return id & INDEX;
    }

    public static Measure measure(int id) {
        return Measure.all().get(place(id));
    }

    /** What is equal for two measures of one currency, and 0 for those that have none. */
    public static int currencyNumber(int id) {
        return id >>> BITS;
    }

    /** The currency, or an empty text where the measure has none. */
    public static String currency(int id) {
        if (id <= INDEX) {
            return "";
        }
        char[] letters = new char[LETTERS];
        for (int i = 0; i < LETTERS; i++) {
            letters[i] = (char) ((id >> (BITS * (LETTERS - i))) & INDEX);
        }
        return new String(letters);
    }

    /** The name under which it is stored. */
    public static String storedName(int id) {
        return NAMES.computeIfAbsent(
                id, made -> id <= INDEX ? measure(id).storedName() : measure(id).storedName(currency(id)));
    }

    /** The number behind a stored name; nothing where it is the name of no measure. */
    public static OptionalInt parse(String storedName) {
        @Nullable Integer known = PARSED.get(storedName);
        if (known != null) {
            return OptionalInt.of(known);
        }
        OptionalInt parsed = parseNew(storedName);
        parsed.ifPresent(id -> PARSED.put(storedName, id));
        return parsed;
    }

    private static OptionalInt parseNew(String storedName) {
        Matcher matcher = WITH_CURRENCY.matcher(storedName);
        return matcher.matches()
                ? Measure.ofPattern(matcher.group(1) + Measure.CURRENCY + matcher.group(3)).stream()
                        .mapToInt(measure -> of(measure, matcher.group(2)))
                        .findFirst()
                : Measure.ofPattern(storedName).stream()
                        .filter(measure -> !measure.isPerCurrency())
                        .mapToInt(MeasureId::of)
                        .findFirst();
    }
}
