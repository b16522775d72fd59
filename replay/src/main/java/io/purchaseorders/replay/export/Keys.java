package io.purchaseorders.replay.export;

import io.purchaseorders.replay.compact.CompactEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Gives each key, bytes, a number from 0. Sixteen bytes of a key stand where it is looked up. */
final class Keys {

    /** What a slot has, in longs: sixteen bytes, and a tag. */
    private static final int SLOT = 3;

    private static final int TAG = 2;
    private static final int INLINE = 2 * Long.BYTES;

    /** A tag has one more than the number of the key, or 0, in its lowest bits, then the length, then a hash. */
    private static final int ID_BITS = Cells.KEY_BITS + 1;

    private static final long ID = (1L << ID_BITS) - 1;

    /** A name of 64 characters has fewer bytes. */
    private static final int LENGTH_BITS = 9;

    private static final int HASH_SHIFT = ID_BITS + LENGTH_BITS;

    private long[] slots = new long[SLOT << 10];
    private int mask = (1 << 10) - 1;
    private int[] starts = new int[1 << 9];
    private byte[] text = new byte[1 << 14];
    private int size;

    int size() {
        return size;
    }

    /** The number of a key, behind which there have to be seven more bytes, whatever they are. */
    int idOf(byte[] bytes, int from, int length) {
        long first = word(bytes, from, length);
        long second = word(bytes, from + Long.BYTES, length - Long.BYTES);
        long tag = (hash(first, second, bytes, from, length) << HASH_SHIFT) | ((long) length << ID_BITS);
        int slot = slotOf(tag);
        while ((slots[slot + TAG] & ID) != 0) {
            int id = (int) (slots[slot + TAG] & ID) - 1;
            if (((slots[slot + TAG] ^ tag) & ~ID) == 0
                    && slots[slot] == first
                    && slots[slot + 1] == second
                    && (length <= INLINE || hasText(id, bytes, from, length))) {
                return id;
            }
            slot = next(slot);
        }
        slots[slot] = first;
        slots[slot + 1] = second;
        slots[slot + TAG] = tag | (size + 1);
        return add(bytes, from, length);
    }

    /** Up to eight bytes, zeros behind them. */
    private static long word(byte[] bytes, int from, int length) {
        if (length <= 0) {
            return 0;
        }
        long word = CompactEvent.longAt(bytes, from);
        return length >= Long.BYTES ? word : word & ((1L << (length * Byte.SIZE)) - 1);
    }

    private static long hash(long first, long second, byte[] bytes, int from, int length) {
        long rest = length <= INLINE ? 0 : CompactEvent.hash(bytes, from + INLINE, length - INLINE);
        long mixed = (first ^ rest) * Cells.MIX;
        mixed = (mixed ^ (mixed >>> 32) ^ second) * Cells.MIX;
        return mixed >>> HASH_SHIFT;
    }

    private int slotOf(long tag) {
        return SLOT * ((int) (tag >>> HASH_SHIFT) & mask);
    }

    private int next(int slot) {
        return (slot + SLOT) % slots.length;
    }

    private boolean hasText(int id, byte[] bytes, int from, int length) {
        return CompactEvent.areEqual(text, starts[id], bytes, from, length);
    }

    int idOf(Keys other, int id) {
        return idOf(other.text, other.starts[id], other.starts[id + 1] - other.starts[id]);
    }

    /** Keeps the text of a key that has a slot by now. */
    private int add(byte[] bytes, int from, int length) {
        if (size == Cells.MOST_KEYS) {
            throw new IllegalStateException("more than " + Cells.MOST_KEYS + " customers or products");
        }
        if (size + 1 == starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        int end = starts[size] + length;
        if (end + Long.BYTES > text.length) {
            text = Arrays.copyOf(text, 2 * text.length + length);
        }
        System.arraycopy(bytes, from, text, starts[size], length);
        size++;
        starts[size] = end;
        if (2 * size > mask) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[Math.multiplyExact(2, old.length)];
        mask = 2 * mask + 1;
        for (int from = 0; from < old.length; from += SLOT) {
            if ((old[from + TAG] & ID) != 0) {
                int to = slotOf(old[from + TAG]);
                while ((slots[to + TAG] & ID) != 0) {
                    to = next(to);
                }
                System.arraycopy(old, from, slots, to, SLOT);
            }
        }
    }

    String name(int id) {
        return new String(text, starts[id], starts[id + 1] - starts[id], StandardCharsets.UTF_8);
    }
}
