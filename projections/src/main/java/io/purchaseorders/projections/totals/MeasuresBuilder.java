package io.purchaseorders.projections.totals;

import io.purchaseorders.events.Decimals;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Adds up numbers by measure, in any order. Not for several threads. */
public final class MeasuresBuilder {

    /** What one step adds to one key. */
    private static final int USUAL = 8;

    private static final @Nullable BigDecimal[] NONE_WIDE = {};

    private int[] ids;
    private long[] millionths;
    private @Nullable BigDecimal @Nullable [] wide;
    private int size;

    public MeasuresBuilder() {
        this(USUAL);
    }

    MeasuresBuilder(int capacity) {
        ids = new int[capacity];
        millionths = new long[capacity];
    }

    public MeasuresBuilder add(Measure measure, BigDecimal value) {
        return add(MeasureId.of(measure), value);
    }

    public MeasuresBuilder add(Measure measure, String currency, BigDecimal value) {
        return add(MeasureId.of(measure, currency), value);
    }

    /** @param id see {@link MeasureId} */
    public MeasuresBuilder add(int id, BigDecimal value) {
        if (Millionths.holds(value)) {
            addNarrow(id, Millionths.of(value));
        } else {
            set(place(id), valueAt(place(id)).add(value));
        }
        return this;
    }

    /** Adds measures, or takes them away where the sign is -1. */
    MeasuresBuilder add(Measures measures, int sign) {
        for (int i = 0; i < measures.size(); i++) {
            if (measures.isWideAt(i)) {
                BigDecimal value = measures.valueAt(i);
                add(measures.idAt(i), sign < 0 ? value.negate() : value);
            } else {
                addNarrow(measures.idAt(i), sign * measures.millionthsAt(i));
            }
        }
        return this;
    }

    /**
     * Adds a number of millionths, of any size.
     *
     * @param id see {@link MeasureId}
     */
    public MeasuresBuilder addMillionths(int id, long value) {
        return value > -Millionths.LIMIT && value < Millionths.LIMIT
                ? addNarrow(id, value)
                : add(id, Millionths.toDecimal(value));
    }

    /** Adds a number of millionths below 10^18. */
    private MeasuresBuilder addNarrow(int id, long value) {
        int place = place(id);
        long sum = millionths[place] + value;
        if (!isWide(place) && sum > -Millionths.LIMIT && sum < Millionths.LIMIT) {
            millionths[place] = sum;
        } else {
            set(place, valueAt(place).add(Millionths.toDecimal(value)));
        }
        return this;
    }

    private boolean isWide(int place) {
        return wide != null && wide[place] != null;
    }

    private BigDecimal valueAt(int place) {
        @Nullable BigDecimal decimal = wide == null ? null : wide[place];
        return decimal == null ? Millionths.toDecimal(millionths[place]) : decimal;
    }

    /** Holds a number in the one way for it. */
    private void set(int place, BigDecimal value) {
        if (wide == null) {
            wide = new @Nullable BigDecimal[ids.length];
        }
        boolean narrow = Millionths.holds(value);
        millionths[place] = narrow ? Millionths.of(value) : 0;
        wide[place] = narrow ? null : Decimals.normalized(value);
    }

    /** Where a measure stands or is put; mostly they come in order. */
    private int place(int id) {
        int place = size == 0 || ids[size - 1] < id ? -size - 1 : Arrays.binarySearch(ids, 0, size, id);
        if (place < 0) {
            place = -place - 1;
            insert(place, id);
        }
        return place;
    }

    private void insert(int place, int id) {
        if (size == ids.length) {
            int capacity = Math.max(USUAL, 2 * size);
            ids = Arrays.copyOf(ids, capacity);
            millionths = Arrays.copyOf(millionths, capacity);
            wide = wide == null ? null : Arrays.copyOf(wide, capacity);
        }
        int after = size - place;
        System.arraycopy(ids, place, ids, place + 1, after);
        System.arraycopy(millionths, place, millionths, place + 1, after);
        ids[place] = id;
        millionths[place] = 0;
        if (wide != null) {
            System.arraycopy(wide, place, wide, place + 1, after);
            wide[place] = null;
        }
        size++;
    }

    /** The sums without zeros. The builder can go on. */
    public Measures build() {
        int count = 0;
        boolean anyWide = false;
        for (int place = 0; place < size; place++) {
            count += isHeld(place) ? 1 : 0;
            anyWide |= isWide(place);
        }
        int[] heldIds = new int[count];
        long[] held = new long[count];
        @Nullable BigDecimal[] heldWide = anyWide ? new @Nullable BigDecimal[count] : NONE_WIDE;
        int next = 0;
        for (int place = 0; place < size; place++) {
            if (isHeld(place)) {
                heldIds[next] = ids[place];
                held[next] = millionths[place];
                if (isWide(place)) {
                    heldWide[next] = valueAt(place);
                }
                next++;
            }
        }
        return new Measures(heldIds, held, heldWide);
    }

    private boolean isHeld(int place) {
        return millionths[place] != 0 || isWide(place);
    }
}
