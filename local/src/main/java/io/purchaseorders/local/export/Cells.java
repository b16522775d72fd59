package io.purchaseorders.local.export;

import io.purchaseorders.projections.compact.CompactEvent;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;

/**
 * Sums of one kind of key: a row of numbers for each key, period and currency. A number that leaves the range of a long
 * goes on as a big one beside it, so that sums are exact however large.
 */
final class Cells {

    private static final int KEY_BITS = 27;
    private static final int PERIOD_BITS = 28;
    private static final int CURRENCY_BITS = 9;

    /** More than an array could hold sums of. */
    static final int MOST_KEYS = 1 << KEY_BITS;

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

    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** Slots are few bytes and rows many: with so many slots to a cell, hardly any row is looked at in vain. */
    private static final int SLOTS_PER_CELL = 4;

    private static final int FIRST_CELLS = 1 << 9;

    private final int width;

    /** One more than the number of a cell, or 0. */
    private int[] slots = new int[SLOTS_PER_CELL * FIRST_CELLS];

    /** Of each cell its key and, behind it, its numbers: side by side, so that both come from memory at once. */
    private long[] rows;

    private int size;

    /** The cell that was wanted last: the events of an order often add to the same ones. */
    private long lastWanted = -1;

    private int lastAt;
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
        long wanted = ((((long) key << PERIOD_BITS) | period) << CURRENCY_BITS) | CURRENCIES[currency];
        if (wanted != lastWanted) {
            int slot = slotOf(wanted);
            int cell = slots[slot] - 1;
            lastAt = 1 + (cell >= 0 ? rowOf(cell) : add(wanted, slot));
            lastWanted = wanted;
        }
        return lastAt;
    }

    private int rowOf(int cell) {
        return cell * (1 + width);
    }

    private int slotOf(long wanted) {
        int mask = slots.length - 1;
        int slot = (int) ((wanted * MIX) >>> 32) & mask;
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
        int[] translated = new int[others.names.size()];
        for (int key = 0; key < translated.length; key++) {
            translated[key] = names.idOf(others.names, key);
        }
        for (int cell = 0; cell < others.size; cell++) {
            int at = at(translated[others.keyOf(cell)], others.periodOf(cell), others.currencyOf(cell));
            for (int measure = 0; measure < width; measure++) {
                add(at, measure, others.rows[others.rowOf(cell) + 1 + measure]);
            }
        }
        others.carries.forEach((place, carry) -> {
            int cell = (int) (place / (1 + width));
            int at = at(translated[others.keyOf(cell)], others.periodOf(cell), others.currencyOf(cell));
            carries.merge(at + place % (1 + width) - 1, carry, BigInteger::add);
        });
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

    /** Gives each key, bytes, a number from 0. */
    static final class Keys {

        private int[] slots = new int[1 << 10];
        private int[] starts = new int[1 << 9];
        private int[] hashes = new int[1 << 9];
        private byte[] text = new byte[1 << 14];
        private int size;

        int size() {
            return size;
        }

        int idOf(byte[] bytes, int from, int length) {
            int hash = CompactEvent.hash(bytes, from, length);
            int mask = slots.length - 1;
            int slot = hash & mask;
            while (slots[slot] != 0) {
                int id = slots[slot] - 1;
                if (hashes[id] == hash
                        && starts[id + 1] - starts[id] == length
                        && CompactEvent.areEqual(text, starts[id], bytes, from, length)) {
                    return id;
                }
                slot = (slot + 1) & mask;
            }
            return add(bytes, from, length, hash, slot);
        }

        int idOf(Keys other, int id) {
            return idOf(other.text, other.starts[id], other.starts[id + 1] - other.starts[id]);
        }

        private int add(byte[] bytes, int from, int length, int hash, int slot) {
            if (size == MOST_KEYS) {
                throw new IllegalStateException("more than " + MOST_KEYS + " customers or products");
            }
            if (size + 1 == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * hashes.length);
                starts = Arrays.copyOf(starts, 2 * starts.length);
            }
            int end = starts[size] + length;
            if (end + Long.BYTES > text.length) {
                text = Arrays.copyOf(text, 2 * text.length + length);
            }
            System.arraycopy(bytes, from, text, starts[size], length);
            hashes[size] = hash;
            slots[slot] = ++size;
            starts[size] = end;
            if (2 * size > slots.length) {
                slots = new int[2 * slots.length];
                for (int id = 0; id < size; id++) {
                    int again = hashes[id] & (slots.length - 1);
                    while (slots[again] != 0) {
                        again = (again + 1) & (slots.length - 1);
                    }
                    slots[again] = id + 1;
                }
            }
            return size - 1;
        }

        String name(int id) {
            return new String(text, starts[id], starts[id + 1] - starts[id], java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
