package io.purchaseorders.projections.totals;

import io.purchaseorders.events.Decimals;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Exact numbers by measure under addition: a commutative group. A zero is not held, and a number is held in one way only,
 * so that equal measures have equal representations, whatever was added and taken away on the way there. Numbers are held
 * as millionths in a {@code long}; those that are too large or too long for that, as decimals.
 */
public final class Measures {

    public static final Measures ZERO = new MeasuresBuilder().build();

    /** Ascending. */
    private final int[] ids;

    /** 0 where the number is held as a decimal. */
    private final long[] millionths;

    /** Empty where no number is held so. */
    private final @Nullable BigDecimal[] wide;

    Measures(int[] ids, long[] millionths, @Nullable BigDecimal[] wide) {
        this.ids = ids;
        this.millionths = millionths;
        this.wide = wide;
    }

    /**
     * @param values by stored name
     * @throws IllegalArgumentException where a name is that of no measure
     */
    public static Measures of(Map<String, BigDecimal> values) {
        MeasuresBuilder builder = new MeasuresBuilder();
        values.forEach((name, value) -> builder.add(id(name), value));
        return builder.build();
    }

    private static int id(String storedName) {
        return MeasureId.parse(storedName).orElseThrow(() -> new IllegalArgumentException("no measure: " + storedName));
    }

    /** How many numbers are held. */
    public int size() {
        return ids.length;
    }

    /** Which measure the number at a place below {@link #size()} is of: see {@link MeasureId}. */
    public int idAt(int place) {
        return ids[place];
    }

    /** Whether the number at a place is held as a decimal, too large or too long for millionths. */
    public boolean isWideAt(int place) {
        return wide.length > 0 && wide[place] != null;
    }

    /** The number at a place in millionths; 0 where {@link #isWideAt} says so. */
    public long millionthsAt(int place) {
        return millionths[place];
    }

    /** The number at a place. */
    public BigDecimal valueAt(int place) {
        @Nullable BigDecimal decimal = wide.length == 0 ? null : wide[place];
        return decimal == null ? Millionths.toDecimal(millionths[place]) : decimal;
    }

    public Measures plus(Measures other) {
        if (isZero()) {
            return other;
        }
        return other.isZero()
                ? this
                : new MeasuresBuilder(size() + other.size())
                        .add(this, 1)
                        .add(other, 1)
                        .build();
    }

    public Measures negated() {
        return new MeasuresBuilder(size()).add(this, -1).build();
    }

    public Measures minus(Measures other) {
        return plus(other.negated());
    }

    public boolean isZero() {
        return ids.length == 0;
    }

    public BigDecimal get(Measure measure) {
        return get(MeasureId.of(measure));
    }

    public BigDecimal get(Measure measure, String currency) {
        return get(MeasureId.of(measure, currency));
    }

    /** @param storedName such as {@code amounts.EUR.gross} */
    public BigDecimal get(String storedName) {
        return get(id(storedName));
    }

    /** @param id see {@link MeasureId} */
    public BigDecimal get(int id) {
        int place = Arrays.binarySearch(ids, id);
        return place < 0 ? BigDecimal.ZERO : valueAt(place);
    }

    /**
     * The number in plain notation, the one way in which decimals leave the system.
     *
     * @param id see {@link MeasureId}
     */
    public String plain(int id) {
        int place = Arrays.binarySearch(ids, id);
        if (place < 0) {
            return "0";
        }
        return isWideAt(place) ? Decimals.plain(valueAt(place)) : Millionths.plain(millionths[place]);
    }

    /** Gross less cancelled and returned amounts. */
    public BigDecimal net(String currency) {
        BigDecimal net = BigDecimal.ZERO;
        int number = MeasureId.currencyNumber(MeasureId.of(Measure.GROSS, currency));
        for (int place = 0; place < ids.length; place++) {
            int sign = MeasureId.measure(ids[place]).signInNet();
            if (sign != 0 && MeasureId.currencyNumber(ids[place]) == number) {
                net = sign > 0 ? net.add(valueAt(place)) : net.subtract(valueAt(place));
            }
        }
        return Decimals.normalized(net);
    }

    /**
     * The part of measures under {@code ALL}, or under the keys of a projection of some level, in which both must agree:
     * those measures whose sum over all keys is the one under {@code ALL}, without what lines leave out.
     */
    public Measures summedOver(Measure.Level level) {
        MeasuresBuilder sum = new MeasuresBuilder();
        for (int place = 0; place < ids.length; place++) {
            Measure measure = MeasureId.measure(ids[place]);
            if (measure.addsUpOver(level)) {
                sum.add(ids[place], valueAt(place));
            } else if (level == Measure.Level.LINES && measure.partOf().isPresent()) {
                sum.add(
                        measure.partOf().get(),
                        MeasureId.currency(ids[place]),
                        valueAt(place).negate());
            }
        }
        return sum.build();
    }

    /** The currencies whose amounts an event touched. */
    public SortedSet<String> currencies() {
        SortedSet<String> currencies = new TreeSet<>();
        for (int id : ids) {
            String currency = MeasureId.currency(id);
            if (MeasureId.measure(id) == Measure.AMOUNT_EVENTS && touches(currency)) {
                currencies.add(currency);
            }
        }
        return currencies;
    }

    /** Whether an event touched amounts of a currency. */
    public boolean touches(String currency) {
        int place = Arrays.binarySearch(ids, MeasureId.of(Measure.AMOUNT_EVENTS, currency));
        return place >= 0 && (isWideAt(place) ? valueAt(place).signum() : millionths[place]) > 0;
    }

    /** The numbers by stored name. */
    public SortedMap<String, BigDecimal> values() {
        TreeMap<String, BigDecimal> values = new TreeMap<>();
        for (int place = 0; place < ids.length; place++) {
            values.put(MeasureId.storedName(ids[place]), valueAt(place));
        }
        return Collections.unmodifiableSortedMap(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Measures measures
                && Arrays.equals(ids, measures.ids)
                && Arrays.equals(millionths, measures.millionths)
                && Arrays.equals(wide, measures.wide);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(ids) + Arrays.hashCode(millionths)) + Arrays.hashCode(wide);
    }

    @Override
    public String toString() {
        return values().toString();
    }
}
