package io.purchaseorders.replay.totals;

import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.MeasureId;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.MeasuresBuilder;
import io.purchaseorders.projections.totals.Millionths;
import io.purchaseorders.projections.totals.Projection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one projection: for each name, period and currency a cell with a number of millionths for each measure that
 * the projection keeps. What a {@code long} cannot hold goes on as a decimal beside it, so that sums are exact however
 * large. A cell takes no object of its own, since there are millions of them. For one thread.
 */
final class Cells {

    private static final int PERIOD_BITS = 28;
    private static final int CURRENCY_BITS = 9;
    private static final int MOST_NAMES = 1 << (Long.SIZE - 1 - PERIOD_BITS - CURRENCY_BITS);

    /** So many cells are made at once. */
    private static final int BLOCK_BITS = 12;

    private static final int BLOCK = (1 << BLOCK_BITS) - 1;

    /** Of a text of some letters, and its share of what finds it. */
    private static final int BYTES_A_NAME = 100;

    private static final int AT_ONCE = 1 << 8;
    private static final int NOT_FOUND = -1;

    /** Spreads the bits of a number over all of them. */
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** Which place in a cell a measure has, by its ordinal; -1 for those that the projection does not keep. */
    private final int[] columns = new int[Measure.all().size()];

    private final List<Measure> kept = new ArrayList<>();

    /** How many numbers a cell takes: what tells it from others, then its sums. */
    private final int width;

    private final NameNumbers names = new NameNumbers(MOST_NAMES);

    /** What was looked up last: most events of an order add to the same name as the one before. */
    private @Nullable String lastName;

    private int lastNumber;

    /**
     * What is still to be added. Cells are all over the memory: the processor fetches those of many additions at the same
     * time, where it would wait for one after another.
     */
    private final long[] waitingKeys = new long[AT_ONCE];

    private final Measures[] waitingMeasures = new Measures[AT_ONCE];
    private final int[] waitingCells = new int[AT_ONCE];
    private int waiting;

    /** The numbers of currencies are their places. The first one is none. */
    private final List<String> currencies = new ArrayList<>(List.of(""));

    private final int[] currencyCodes = new int[1 << CURRENCY_BITS];

    private final List<long[]> blocks = new ArrayList<>();
    private int size;

    /** One more than the number of a cell, or 0. */
    private int[] slots = new int[1 << BLOCK_BITS];

    private final Map<Long, BigDecimal> wide = new HashMap<>();

    Cells(Projection projection) {
        Arrays.fill(columns, -1);
        for (Measure measure : Measure.all()) {
            if (measure.isKeptBy(projection.level())) {
                kept.add(measure);
                columns[MeasureId.place(measure)] = kept.size();
            }
        }
        width = 1 + kept.size();
    }

    /** The currencies in which there are amounts. */
    List<String> currencies() {
        addWaiting();
        return currencies.subList(1, currencies.size());
    }

    /** Adds measures to a name's sums in a period. */
    void add(String name, int period, Measures measures) {
        waitingKeys[waiting] = key(numberOf(name), period, currencyOf(measures));
        waitingMeasures[waiting] = measures;
        waiting++;
        if (waiting == AT_ONCE) {
            addWaiting();
        }
    }

    /** Everything that looks at cells comes through here first. */
    private void addWaiting() {
        for (int i = 0; i < waiting; i++) {
            waitingCells[i] = slots[firstSlot(waitingKeys[i])] - 1;
        }
        for (int i = 0; i < waiting; i++) {
            int cell = waitingCells[i];
            waitingCells[i] = cell >= 0 && keyOf(cell) == waitingKeys[i] ? cell : NOT_FOUND;
        }
        for (int i = 0; i < waiting; i++) {
            int cell = waitingCells[i];
            add(cell == NOT_FOUND ? cell(waitingKeys[i]) : cell, waitingKeys[i], waitingMeasures[i]);
        }
        waiting = 0;
    }

    /** @param first the cell of the first currency of the measures */
    private void add(int first, long key, Measures measures) {
        int cell = first;
        int currency = currencyOf(key);
        for (int i = 0; i < measures.size(); i++) {
            int id = measures.idAt(i);
            int code = MeasureId.currencyNumber(id);
            if (code != 0 && code != currencyCodes[currency]) {
                currency = numberOfCurrency(id);
                cell = cell(key(nameOf(key), periodOf(key), currency));
            }
            int column = columns[MeasureId.place(id)];
            if (measures.isWideAt(i)) {
                wide.merge(place(cell, column), measures.valueAt(i), BigDecimal::add);
            } else {
                add(block(cell), offset(cell), cell, column, measures.millionthsAt(i));
            }
        }
    }

    /** The currency of measures, of which those with a currency come last. */
    private int currencyOf(Measures measures) {
        return measures.isZero() ? 0 : numberOfCurrency(measures.idAt(measures.size() - 1));
    }

    /** @param id a measure of the currency; the one without any has the number 0 */
    private int numberOfCurrency(int id) {
        int code = MeasureId.currencyNumber(id);
        for (int number = 0; number < currencies.size(); number++) {
            if (currencyCodes[number] == code) {
                return number;
            }
        }
        int number = currencies.size();
        if (number == currencyCodes.length) {
            throw new IllegalStateException("there are not so many currencies");
        }
        currencyCodes[number] = code;
        currencies.add(MeasureId.currency(id));
        return number;
    }

    private int numberOf(String name) {
        if (name.equals(lastName)) {
            return lastNumber;
        }
        lastName = name;
        lastNumber = names.numberOf(name);
        return lastNumber;
    }

    private static long key(int name, int period, int currency) {
        return ((((long) name << PERIOD_BITS) | period) << CURRENCY_BITS) | currency;
    }

    private long[] block(int cell) {
        return blocks.get(cell >>> BLOCK_BITS);
    }

    private int offset(int cell) {
        return (cell & BLOCK) * width;
    }

    private long place(int cell, int column) {
        return (long) cell * width + column;
    }

    private long keyOf(int cell) {
        return block(cell)[offset(cell)];
    }

    /** The number of a cell, which is made of zeros if there is none. */
    private int cell(long key) {
        int slot = slotOf(key);
        return slots[slot] > 0 ? slots[slot] - 1 : make(key, slot);
    }

    private int firstSlot(long key) {
        return (int) ((key * MIX) >>> Integer.SIZE) & (slots.length - 1);
    }

    private int slotOf(long key) {
        int slot = firstSlot(key);
        while (slots[slot] != 0 && keyOf(slots[slot] - 1) != key) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private int make(long key, int slot) {
        int cell = size++;
        if ((cell & BLOCK) == 0) {
            blocks.add(new long[width << BLOCK_BITS]);
        }
        block(cell)[offset(cell)] = key;
        slots[slot] = cell + 1;
        if (2 * size > slots.length) {
            slots = new int[Math.multiplyExact(2, slots.length)];
            for (int each = 0; each < size; each++) {
                slots[slotOf(keyOf(each))] = each + 1;
            }
        }
        return cell;
    }

    private void add(long[] block, int offset, int cell, int column, long millionths) {
        int at = offset + column;
        long sum = block[at] + millionths;
        if (((block[at] ^ sum) & (millionths ^ sum)) < 0) {
            wide.merge(place(cell, column), Millionths.toDecimal(block[at]), BigDecimal::add);
            sum = millionths;
        }
        block[at] = sum;
    }

    /** Adds the sums of others. */
    void addAll(Cells others) {
        addWaiting();
        others.addWaiting();
        int[] translated = others.names.all().stream().mapToInt(this::numberOf).toArray();
        int[] currency = others.currencies.stream()
                .mapToInt(each -> each.isEmpty() ? 0 : numberOfCurrency(MeasureId.of(Measure.GROSS, each)))
                .toArray();
        int[] cells = new int[others.size];
        for (int other = 0; other < others.size; other++) {
            long key = others.keyOf(other);
            cells[other] = cell(key(translated[nameOf(key)], periodOf(key), currency[currencyOf(key)]));
            long[] block = block(cells[other]);
            long[] theirs = others.block(other);
            for (int column = 1; column < width; column++) {
                add(block, offset(cells[other]), cells[other], column, theirs[others.offset(other) + column]);
            }
        }
        others.wide.forEach((place, value) ->
                wide.merge(place(cells[(int) (place / width)], (int) (place % width)), value, BigDecimal::add));
    }

    private static int nameOf(long key) {
        return (int) (key >>> (PERIOD_BITS + CURRENCY_BITS));
    }

    private static int periodOf(long key) {
        return (int) (key >>> CURRENCY_BITS) & ((1 << PERIOD_BITS) - 1);
    }

    private static int currencyOf(long key) {
        return (int) key & ((1 << CURRENCY_BITS) - 1);
    }

    /** The sums of a name in a period, over all currencies. */
    Measures get(String name, int period) {
        addWaiting();
        int number = names.find(name);
        return number < 0 ? Measures.ZERO : get(number, period);
    }

    private Measures get(int name, int period) {
        MeasuresBuilder sum = new MeasuresBuilder();
        for (int currency = 0; currency < currencies.size(); currency++) {
            int cell = slots[slotOf(key(name, period, currency))] - 1;
            if (cell >= 0) {
                addTo(sum, cell, currencies.get(currency));
            }
        }
        return sum.build();
    }

    private void addTo(MeasuresBuilder sum, int cell, String currency) {
        for (int column = 1; column < width; column++) {
            long millionths = block(cell)[offset(cell) + column];
            BigDecimal more = wide.isEmpty() ? null : wide.get(place(cell, column));
            Measure measure = kept.get(column - 1);
            if (millionths != 0) {
                sum.addMillionths(id(measure, currency), millionths);
            }
            if (more != null) {
                sum.add(id(measure, currency), more);
            }
        }
    }

    private static int id(Measure measure, String currency) {
        return measure.isPerCurrency() ? MeasureId.of(measure, currency) : MeasureId.of(measure);
    }

    /** Takes the sums of one name in one period. */
    interface Rows {
        void row(String name, int period, Measures measures);
    }

    /** About how many bytes there are: of cells, of what finds them, and of names. */
    long bytes() {
        return (long) blocks.size() * (width << BLOCK_BITS) * Long.BYTES
                + (long) slots.length * Integer.BYTES
                + (long) names.size() * BYTES_A_NAME;
    }

    /** Hands on all sums in any order, those of a name in a period one currency after another. */
    void forEachUnsorted(Rows to) {
        addWaiting();
        for (int cell = 0; cell < size; cell++) {
            long key = keyOf(cell);
            MeasuresBuilder sum = new MeasuresBuilder();
            addTo(sum, cell, currencies.get(currencyOf(key)));
            to.row(names.name(nameOf(key)), periodOf(key), sum.build());
        }
    }

    /** Hands on all sums by name, then by period. */
    void forEach(Rows to) {
        addWaiting();
        int[] byName = IntStream.range(0, names.size())
                .boxed()
                .sorted((a, b) -> names.name(a).compareTo(names.name(b)))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] rank = new int[byName.length];
        for (int i = 0; i < byName.length; i++) {
            rank[byName[i]] = i;
        }
        long[] sorted = IntStream.range(0, size)
                .mapToLong(this::keyOf)
                .map(key -> key(rank[nameOf(key)], periodOf(key), currencyOf(key)))
                .sorted()
                .toArray();
        for (int i = 0; i < sorted.length; ) {
            long row = sorted[i] >>> CURRENCY_BITS;
            int name = byName[nameOf(sorted[i])];
            int period = periodOf(sorted[i]);
            MeasuresBuilder sum = new MeasuresBuilder();
            for (; i < sorted.length && sorted[i] >>> CURRENCY_BITS == row; i++) {
                int currency = currencyOf(sorted[i]);
                addTo(sum, cell(key(name, period, currency)), currencies.get(currency));
            }
            to.row(names.name(name), period, sum.build());
        }
    }

    /** How many periods all names have sums in, together. */
    long rowCount() {
        addWaiting();
        return IntStream.range(0, size).filter(this::isFirst).count();
    }

    /** Whether no cell of another currency comes before it in the same row. */
    private boolean isFirst(int cell) {
        long key = keyOf(cell);
        for (int currency = 0; currency < currencyOf(key); currency++) {
            if (slots[slotOf(key(nameOf(key), periodOf(key), currency))] > 0) {
                return false;
            }
        }
        return true;
    }
}
