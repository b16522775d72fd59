package io.purchaseorders.log;

import java.util.BitSet;

/**
 * The leaf hashes of a log, each marked once it was seen elsewhere: a hash table of their first 128 bits, 16 bytes a slot.
 * So millions of exported events, in any order, are compared with a log in little memory.
 */
final class LeafSet {

    private static final int SMALLEST = 1 << 10;

    /** What a leaf was when it was asked for. */
    enum Sighting {
        UNKNOWN,
        FIRST,
        REPEATED
    }

    private long[] high = new long[SMALLEST];
    private long[] low = new long[SMALLEST];
    private BitSet taken = new BitSet(SMALLEST);
    private BitSet marked = new BitSet(SMALLEST);
    private int size;

    static long bits(byte[] hash, int offset) {
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << Byte.SIZE | (hash[offset + i] & 0xff);
        }
        return bits;
    }

    /** Says whether the leaf was new. */
    boolean add(Hash leaf) {
        if (size * 2 >= high.length) {
            grow();
        }
        byte[] hash = leaf.bytes();
        int slot = slot(bits(hash, 0), bits(hash, Long.BYTES));
        if (taken.get(slot)) {
            return false;
        }
        take(slot, bits(hash, 0), bits(hash, Long.BYTES));
        size++;
        return true;
    }

    Sighting mark(Hash leaf) {
        int slot = slot(leaf);
        if (!taken.get(slot)) {
            return Sighting.UNKNOWN;
        }
        boolean isRepeated = marked.get(slot);
        marked.set(slot);
        return isRepeated ? Sighting.REPEATED : Sighting.FIRST;
    }

    boolean isMarked(Hash leaf) {
        return marked.get(slot(leaf));
    }

    boolean areAllMarked() {
        return marked.cardinality() == size;
    }

    private int slot(Hash leaf) {
        byte[] hash = leaf.bytes();
        return slot(bits(hash, 0), bits(hash, Long.BYTES));
    }

    private int slot(long first, long second) {
        int slot = (int) first & (high.length - 1);
        while (taken.get(slot) && (high[slot] != first || low[slot] != second)) {
            slot = (slot + 1) & (high.length - 1);
        }
        return slot;
    }

    private void take(int slot, long first, long second) {
        taken.set(slot);
        high[slot] = first;
        low[slot] = second;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        BitSet oldTaken = taken;
        high = new long[oldHigh.length * 2];
        low = new long[oldLow.length * 2];
        taken = new BitSet(high.length);
        // Nothing is marked before everything was added.
        marked = new BitSet(high.length);
        for (int i = oldTaken.nextSetBit(0); i >= 0; i = oldTaken.nextSetBit(i + 1)) {
            take(slot(oldHigh[i], oldLow[i]), oldHigh[i], oldLow[i]);
        }
    }
}
