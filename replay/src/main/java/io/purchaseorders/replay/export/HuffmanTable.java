package io.purchaseorders.replay.export;

import java.util.Arrays;

/**
 * Decodes one Huffman code of a block of DEFLATE (RFC 1951, 3.2.2): the next bits of the input are an index into a table
 * whose entry says which symbol it is, with what it stands for, and how many bits it took. Longer codes than the table
 * has bits for continue in a table of their own behind it.
 *
 * <p>An entry has, from its lowest bit: 8 bits for how many bits it takes, those included that follow the code; 4 bits for
 * how many of them are the code's; 3 flags; and from bit 16 on a literal byte or the least length or distance. A literal
 * is negative.
 */
final class HuffmanTable {

    static final int LITERAL = 1 << 31;

    /** No byte and no length: the end of the block, the place of another table, or a code that there is not. */
    static final int EXCEPTIONAL = 1 << 15;

    static final int LONGER = 1 << 14;
    static final int END = 1 << 13;
    static final int VALUE_SHIFT = 16;
    static final int CODE_SHIFT = 8;
    static final int CODE_MASK = 0xF;
    static final int BITS_MASK = 0xFF;
    static final int LONGEST_CODE = 15;

    final int bits;
    int[] entries;

    private final int[] symbols;
    private final int[] sorted;
    private final int[] counts = new int[LONGEST_CODE + 1];
    private final int[] offsets = new int[LONGEST_CODE + 2];

    /**
     * @param bits how many bits the first table is asked with
     * @param symbols what each symbol stands for: an entry whose lowest eight bits count those behind the code
     */
    HuffmanTable(int bits, int[] symbols) {
        this.bits = bits;
        this.symbols = symbols;
        this.sorted = new int[symbols.length];
        this.entries = new int[2 << bits];
    }

    /**
     * Makes the table of a code, if there is one with such lengths.
     *
     * @param lengths how long the code of each symbol is, from {@code from} on; 0 for one that does not occur
     * @param count how many symbols have a length, the others do not occur
     * @return whether there is one; if not, the table is of no use
     */
    boolean build(byte[] lengths, int from, int count) {
        count(lengths, from, count);
        int used = count - counts[0];
        counts[0] = 0;
        int free = 1 << LONGEST_CODE;
        for (int length = 1; length <= LONGEST_CODE; length++) {
            free -= counts[length] << (LONGEST_CODE - length);
            offsets[length + 1] = offsets[length] + counts[length];
        }
        // One symbol alone may have a code of one bit, and a block without matches has no distances.
        boolean isBare = used == 0 || (used == 1 && counts[1] == 1);
        if (free < 0 || (free > 0 && !isBare)) {
            return false;
        }
        if (isBare) {
            Arrays.fill(entries, 0, 1 << bits, EXCEPTIONAL);
        }
        sort(lengths, from, count);
        fill(used);
        return true;
    }

    private void count(byte[] lengths, int from, int count) {
        Arrays.fill(counts, 0);
        for (int i = 0; i < count; i++) {
            counts[lengths[from + i]]++;
        }
    }

    private void sort(byte[] lengths, int from, int count) {
        for (int symbol = 0; symbol < count; symbol++) {
            int length = lengths[from + symbol];
            if (length != 0) {
                sorted[offsets[length]++] = symbol;
            }
        }
        for (int length = LONGEST_CODE; length > 0; length--) {
            offsets[length + 1] = offsets[length];
        }
        offsets[1] = 0;
    }

    private void fill(int used) {
        int code = 0; // as it comes in the input, its first bit lowest
        int next = 1 << bits;
        int prefix = -1;
        int begin = 0;
        int beyond = 0;
        int length = 1;
        int left = counts[1];
        for (int i = 0; i < used; i++) {
            for (; left == 0; left = counts[length]) {
                length++;
            }
            left--;
            int symbol = symbols[sorted[i]];
            if (length > bits) {
                int its = code & ((1 << bits) - 1);
                if (its != prefix) {
                    prefix = its;
                    begin = next;
                    beyond = bitsBeyond(length, left + 1);
                    next = reserve(next, 1 << beyond);
                    entries[its] = begin << VALUE_SHIFT | EXCEPTIONAL | LONGER | beyond << CODE_SHIFT | bits;
                }
                spread(code >>> bits, length - bits, 1 << beyond, begin, entry(symbol, length - bits));
            } else if ((symbol & END) != 0) {
                // The end has a long code in all but short blocks, such as a file's last one. It is always looked up in
                // two steps, so that the first such block is nothing that compiled code does not know.
                spread(code, length, 1 << bits, 0, next << VALUE_SHIFT | EXCEPTIONAL | LONGER | length);
                next = reserve(next, 1);
                entries[next - 1] = symbol;
            } else {
                spread(code, length, 1 << bits, 0, entry(symbol, length));
            }
            code = increment(code, length);
        }
    }

    /** Sees to it that there is room for a table of some size, and says where it ends. */
    private int reserve(int begin, int size) {
        int end = begin + size;
        if (entries.length < end) {
            entries = Arrays.copyOf(entries, 2 * end);
        }
        return end;
    }

    /** How many bits the table needs in which the codes of this length begin that are left. */
    private int bitsBeyond(int length, int left) {
        int beyond = length - bits;
        int filled = left;
        while (filled < 1 << beyond && bits + beyond < LONGEST_CODE) {
            beyond++;
            filled = 2 * filled + counts[bits + beyond];
        }
        return beyond;
    }

    private void spread(int code, int length, int size, int begin, int entry) {
        for (int i = code; i < size; i += 1 << length) {
            entries[begin + i] = entry;
        }
    }

    private static int entry(int symbol, int codeLength) {
        return symbol + codeLength + (codeLength << CODE_SHIFT);
    }

    /** The next code of a length, or of a longer one: codes count up, their highest bit first in the input. */
    private static int increment(int code, int length) {
        int bit = 1 << (length - 1);
        int next = code;
        while ((next & bit) != 0) {
            next ^= bit;
            bit >>>= 1;
        }
        return next | bit;
    }
}
