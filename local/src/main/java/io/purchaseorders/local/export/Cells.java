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

    private final int width;
    /** Pairs of a key, and one more than the number of its cell: side by side, so that both are in one cache line. */
    private long[] table = new long[1 << 11];

    private long[] keys = new long[1 << 9];
    private long[] values;
    private int size;

    /** The cell that was wanted last: the events of an order often add to the same ones. */
    private long lastWanted = -1;

    private int lastAt;
    private final Map<Long, BigInteger> carries = new HashMap<>();

    final Keys names = new Keys();

    Cells(int width) {
        this.width = width;
        this.values = new long[width << 9];
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
            int cell = (int) table[slot + 1] - 1;
            lastAt = cell >= 0 ? cell * width : add(wanted, slot);
            lastWanted = wanted;
        }
        return lastAt;
    }

    private int slotOf(long wanted) {
        int mask = table.length - 2;
        int slot = (int) ((wanted * MIX) >>> 31) & mask;
        while (table[slot + 1] != 0 && table[slot] != wanted) {
            slot = (slot + 2) & mask;
        }
        return slot;
    }

    private int add(long wanted, int slot) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            values = Arrays.copyOf(values, Math.multiplyExact(2, values.length));
        }
        keys[size++] = wanted;
        table[slot] = wanted;
        table[slot + 1] = size;
        if (4 * size > table.length) {
            table = new long[2 * table.length];
            for (int cell = 0; cell < size; cell++) {
                int again = slotOf(keys[cell]);
                table[again] = keys[cell];
                table[again + 1] = cell + 1L;
            }
        }
        return (size - 1) * width;
    }

    /** Adds to one number of a cell that begins at {@code at}. */
    void add(int at, int measure, long value) {
        long old = values[at + measure];
        long sum = old + value;
        if (((old ^ sum) & (value ^ sum)) < 0) {
            carries.merge((long) at + measure, BigInteger.valueOf(old), BigInteger::add);
            sum = value;
        }
        values[at + measure] = sum;
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
                add(at, measure, others.values[cell * width + measure]);
            }
        }
        others.carries.forEach((place, carry) -> {
            int cell = (int) (place / width);
            int at = at(translated[others.keyOf(cell)], others.periodOf(cell), others.currencyOf(cell));
            carries.merge(at + place % width, carry, BigInteger::add);
        });
    }

    int keyOf(int cell) {
        return (int) (keys[cell] >>> (PERIOD_BITS + CURRENCY_BITS));
    }

    int periodOf(int cell) {
        return (int) (keys[cell] >>> CURRENCY_BITS) & ((1 << PERIOD_BITS) - 1);
    }

    int currencyOf(int cell) {
        return CURRENCY_NUMBERS[(int) keys[cell] & ((1 << CURRENCY_BITS) - 1)];
    }

    BigInteger value(int cell, int measure) {
        long place = (long) cell * width + measure;
        BigInteger value = BigInteger.valueOf(values[(int) place]);
        BigInteger carry = carries.get(place);
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
