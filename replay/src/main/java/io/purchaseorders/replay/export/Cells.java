package io.purchaseorders.replay.export;

import io.purchaseorders.replay.compact.CompactEvent;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sums of one kind of key: a row of numbers for each key, period and currency. A number that leaves the range of a long
 * goes on as a big one beside it, so that sums are exact however large.
 */
final class Cells {

    static final int KEY_BITS = 27;
    private static final int PERIOD_BITS = 28;
    private static final int CURRENCY_BITS = 9;

    /** More than an array could hold sums of. */
    static final int MOST_KEYS = 1 << KEY_BITS;

    /** Of the three measures that are added to at once, the count is in the lowest bits. */
    private static final int MEASURE_BITS = 8;

    private static final int MEASURE = (1 << MEASURE_BITS) - 1;

    /** Currencies in a fixed order, so that their numbers need few bits and are the same for every thread. */
    private static final short[] CURRENCIES = new short[26 * 26 * 26 + 1];

    private static final short[] CURRENCY_NUMBERS = new short[1 << CURRENCY_BITS];

    static {
        short next = 1;
        for (Currency currency : Currency.getAvailableCurrencies()) {
            String code = currency.getCurrencyCode();
            int number = CompactEvent.currency(code.charAt(0), code.charAt(1), code.charAt(2));
            if (CURRENCIES[number] == 0) {
                CURRENCY_NUMBERS[next] = (short) number;
                CURRENCIES[number] = next++;
            }
        }
    }

    /** Spreads the bits of a number over all of them. */
    static final long MIX = 0x9E3779B97F4A7C15L;

    /** Slots are few bytes and rows many: with so many slots to a cell, hardly any row is looked at in vain. */
    private static final int SLOTS_PER_CELL = 4;

    private static final int FIRST_CELLS = 1 << 9;

    /** So many rows are asked for from memory at once, which takes hardly longer than to wait for one. */
    private static final int BATCH = 64;

    private final int width;

    /** One more than the number of a cell, or 0. */
    private int[] slots = new int[SLOTS_PER_CELL * FIRST_CELLS];

    /** Of each cell its key and, behind it, its numbers: side by side, so that both come from memory at once. */
    private long[] rows;

    private int size;

    /** The cell that was wanted last: the events of an order often add to the same ones. */
    private long lastWanted = -1;

    private int lastAt;

    /** What waits to be added: to which cells, to which of their measures, and how much. */
    private final long[] wanteds = new long[BATCH];

    private final int[] measures = new int[BATCH];
    private final long[] units = new long[BATCH];
    private final long[] amounts = new long[BATCH];
    private final int[] places = new int[BATCH];
    private int waiting;

    private final Map<Long, BigInteger> carries = new HashMap<>();

    final Keys names = new Keys();

    Cells(int width) {
        this.width = width;
        this.rows = new long[(1 + width) * FIRST_CELLS];
    }

    int width() {
        return width;
    }

    int size() {
        return size;
    }

    /** Where the numbers of a cell begin; it is made of zeros if there is none. */
    int at(int key, int period, int currency) {
        long wanted = wanted(key, period, currency);
        if (wanted != lastWanted) {
            int slot = slotOf(wanted);
            int cell = slots[slot] - 1;
            lastAt = 1 + (cell >= 0 ? rowOf(cell) : add(wanted, slot));
            lastWanted = wanted;
        }
        return lastAt;
    }

    private static long wanted(int key, int period, int currency) {
        return ((((long) key << PERIOD_BITS) | period) << CURRENCY_BITS) | CURRENCIES[currency];
    }

    /** Says that only a count is added to. */
    static int measures(int count) {
        return count;
    }

    /** Says that a count is added to, and two others, neither of which is the first measure. */
    static int measures(int count, int units, int amount) {
        return count | (units << MEASURE_BITS) | (amount << (2 * MEASURE_BITS));
    }

    /**
     * Adds 1 to a count of a cell, and to two other measures if there are any. It waits for others until {@link #settle},
     * before which nothing is to be read.
     *
     * @param to which measures, by {@link #measures}
     */
    void add(int key, int period, int currency, int to, long units, long amount) {
        if (waiting == BATCH) {
            settle();
        }
        wanteds[waiting] = wanted(key, period, currency);
        measures[waiting] = to;
        this.units[waiting] = units;
        amounts[waiting++] = amount;
    }

    /** Adds what waits: first all slots are asked for, then all rows, so that no memory is waited for one by one. */
    void settle() {
        askForSlots();
        askForRows();
        for (int i = 0; i < waiting; i++) {
            settle(i);
        }
        waiting = 0;
    }

    private void askForSlots() {
        int mask = slots.length - 1;
        for (int i = 0; i < waiting; i++) {
            places[i] = slots[slotFor(wanteds[i], mask)];
        }
    }

    private void askForRows() {
        for (int i = 0; i < waiting; i++) {
            int row = rowOf(Math.max(0, places[i] - 1));
            places[i] = rows[row] == wanteds[i] && places[i] > 0 ? row : -1;
        }
    }

    private void settle(int waited) {
        int row = places[waited];
        if (row < 0) {
            int slot = slotOf(wanteds[waited]);
            row = slots[slot] > 0 ? rowOf(slots[slot] - 1) : add(wanteds[waited], slot);
        }
        int at = row + 1;
        int measure = measures[waited];
        add(at, measure & MEASURE, 1);
        if (measure > MEASURE) {
            add(at, (measure >>> MEASURE_BITS) & MEASURE, units[waited]);
            add(at, measure >>> (2 * MEASURE_BITS), amounts[waited]);
        }
    }

    private static int slotFor(long wanted, int mask) {
        return (int) ((wanted * MIX) >>> 32) & mask;
    }

    private int rowOf(int cell) {
        return cell * (1 + width);
    }

    private int slotOf(long wanted) {
        int mask = slots.length - 1;
        int slot = slotFor(wanted, mask);
        while (slots[slot] != 0 && rows[rowOf(slots[slot] - 1)] != wanted) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int add(long wanted, int slot) {
        int row = rowOf(size);
        if (row == rows.length) {
            rows = Arrays.copyOf(rows, Math.multiplyExact(2, row));
        }
        rows[row] = wanted;
        slots[slot] = ++size;
        if (SLOTS_PER_CELL * size > 2 * slots.length) {
            slots = new int[Math.multiplyExact(SLOTS_PER_CELL, slots.length)];
            for (int cell = 0; cell < size; cell++) {
                slots[slotOf(rows[rowOf(cell)])] = cell + 1;
            }
        }
        return row;
    }

    /** Adds to one number of a cell that begins at {@code at}. */
    void add(int at, int measure, long value) {
        long old = rows[at + measure];
        long sum = old + value;
        if (((old ^ sum) & (value ^ sum)) < 0) {
            carries.merge((long) at + measure, BigInteger.valueOf(old), BigInteger::add);
            sum = value;
        }
        rows[at + measure] = sum;
    }

    /** Adds what others counted. */
    void addAll(Cells others) {
        settle();
        others.settle();
        int[] translated = others.keysIn(this);
        for (int cell = 0; cell < others.size; cell++) {
            addRow(others, others.rowOf(cell), placeOf(others, cell, translated));
        }
        others.carries.forEach((place, carry) -> {
            int cell = (int) (place / (1 + width));
            carries.merge(placeOf(others, cell, translated) + place % (1 + width) - 1, carry, BigInteger::add);
        });
    }

    /** Whether others hold the same cells, with the same numbers. They give numbers to names that only these have. */
    boolean isSameAs(Cells others) {
        settle();
        others.settle();
        int[] translated = keysIn(others);
        boolean isSame = size == others.size;
        for (int cell = 0; cell < size && isSame; cell++) {
            isSame = isSame(cell, others, others.find(translated[keyOf(cell)], periodOf(cell), currencyOf(cell)));
        }
        return isSame;
    }

    /** The numbers that others give to these keys. */
    private int[] keysIn(Cells others) {
        int[] translated = new int[names.size()];
        for (int key = 0; key < translated.length; key++) {
            translated[key] = others.names.idOf(names, key);
        }
        return translated;
    }

    private boolean isSame(int cell, Cells others, int other) {
        boolean isSame = other >= 0;
        for (int measure = 0; measure < width && isSame; measure++) {
            isSame = value(cell, measure).equals(others.value(other, measure));
        }
        return isSame;
    }

    /** The number of a cell, or -1 where there is none. */
    private int find(int key, int period, int currency) {
        return slots[slotOf(wanted(key, period, currency))] - 1;
    }

    /** How many periods all keys have cells in, together; cells of several currencies count once. */
    long rowCount() {
        settle();
        int[] currencies =
                IntStream.range(0, size).map(this::currencyOf).distinct().toArray();
        long rows = 0;
        for (int cell = 0; cell < size; cell++) {
            if (isFirst(cell, currencies)) {
                rows++;
            }
        }
        return rows;
    }

    private boolean isFirst(int cell, int[] currencies) {
        for (int currency : currencies) {
            int other = find(keyOf(cell), periodOf(cell), currency);
            if (other >= 0) {
                return other == cell;
            }
        }
        throw new IllegalStateException("a cell has a currency");
    }

    /** Where the numbers of another's cell belong. */
    private int placeOf(Cells others, int cell, int[] translated) {
        return at(translated[others.keyOf(cell)], others.periodOf(cell), others.currencyOf(cell));
    }

    private void addRow(Cells others, int row, int at) {
        for (int measure = 0; measure < width; measure++) {
            add(at, measure, others.rows[row + 1 + measure]);
        }
    }

    int keyOf(int cell) {
        return (int) (rows[rowOf(cell)] >>> (PERIOD_BITS + CURRENCY_BITS));
    }

    int periodOf(int cell) {
        return (int) (rows[rowOf(cell)] >>> CURRENCY_BITS) & ((1 << PERIOD_BITS) - 1);
    }

    int currencyOf(int cell) {
        return CURRENCY_NUMBERS[(int) rows[rowOf(cell)] & ((1 << CURRENCY_BITS) - 1)];
    }

    BigInteger value(int cell, int measure) {
        int place = rowOf(cell) + 1 + measure;
        BigInteger value = BigInteger.valueOf(rows[place]);
        BigInteger carry = carries.get((long) place);
        return carry == null ? value : value.add(carry);
    }
}
