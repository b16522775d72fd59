package io.purchaseorders.replay.export;

import static io.purchaseorders.replay.compact.CompactEvent.intAt;
import static io.purchaseorders.replay.compact.CompactEvent.longAt;
import static io.purchaseorders.replay.compact.CompactEvent.putLong;
import static io.purchaseorders.replay.compact.CompactEvent.shortAt;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * Unzips a gzip file (RFC 1952) of any number of members, straight into the buffer that lines are read from: the text that
 * was unzipped last, up to 32 KB, is looked up there and not kept a second time. Every member's length and CRC-32 are
 * checked, so that no defect of this class can go unnoticed.
 *
 * <p>As to DEFLATE itself, see RFC 1951. The input is looked at eight bytes at a time.
 */
final class Gunzip {

    /** So much of the text before must still be in front of where the next text goes. */
    static final int WINDOW = 1 << 15;

    /** So many bytes behind the limit may be written: a match that begins before it, in steps of eight bytes. */
    static final int OVERSHOOT = 258 + 4 * Long.BYTES;

    private static final int INPUT = 1 << 16;

    /** Room for what is looked at, but not there, when the input ends. */
    private static final int SLACK = 64;

    /** A symbol with all that belongs to it takes less. */
    private static final int LOOKAHEAD = 32;

    private static final int REFILLED = 56;

    /** Unzipped without a break, so little that the method is compiled for its next call, not amid a loop and once more. */
    private static final int STRETCH = 1 << 9;

    private static final int FIRST_LENGTH = 257;
    private static final int LONGEST_MATCH = 258;
    private static final int LITERAL_BITS = 11;
    private static final int DISTANCE_BITS = 8;
    private static final int LITERALS = 288;
    private static final int DISTANCES = 32;

    /** The first of the symbols that stand for several lengths: the one before, three times or more. */
    private static final int REPEATED = 16;

    private static final int[] CODE_LENGTH_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private static final int MAGIC = 0x8B1F;
    private static final int DEFLATED = 8;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private enum Stage {
        MEMBER,
        BLOCK,
        STORED,
        CODED,
        END
    }

    private final InputStream in;
    private final byte[] input = new byte[INPUT + SLACK];
    private int position;
    private int limit;
    private boolean isLast;

    /** Where a symbol may begin at last so that its bytes are there, or as many of zero at the end. */
    private int lastPosition;

    /** Bits of the input that come next, the lowest first; above {@link #count} of them anything may stand. */
    private long bits;

    private int count;

    private Stage stage = Stage.MEMBER;
    private boolean isFirstMember = true;
    private boolean isFinalBlock;
    private int stored;
    private long unzipped;
    private final CRC32 checksum = new CRC32();

    private final HuffmanTable literals = new HuffmanTable(LITERAL_BITS, literalSymbols());
    private final HuffmanTable distances = new HuffmanTable(DISTANCE_BITS, distanceSymbols());
    private final HuffmanTable codeLengths = new HuffmanTable(7, valueSymbols(CODE_LENGTH_ORDER.length));
    private final byte[] lengths = new byte[LITERALS + DISTANCES];

    Gunzip(InputStream in) {
        this.in = in;
    }

    /** Whether everything was unzipped and is what it was before. */
    boolean isAtEnd() {
        return stage == Stage.END;
    }

    /**
     * Unzips until {@code to} is reached or a part ends, and says where the text ends: at most {@link #OVERSHOOT} behind
     * {@code to}, at {@code from} where nothing was left.
     *
     * @param out holds, in front of {@code from}, the text before, {@link #WINDOW} of it if there is so much
     * @throws EOFException where the input ends too early
     * @throws ZipException where it is no gzip file
     */
    int read(byte[] out, int from, int to) throws IOException {
        int at = from;
        while (at == from && stage != Stage.END) {
            switch (stage) {
                case MEMBER -> beginMember();
                case BLOCK -> beginBlock();
                case STORED -> at = copyStored(out, at, to);
                case CODED -> at = decode(out, at, to);
                case END -> throw new IllegalStateException("the end was reached before");
            }
            checksum.update(out, from, at - from);
            unzipped += at - from;
            if (stage == Stage.BLOCK && isFinalBlock) {
                endMember();
            }
        }
        return at;
    }

    private void beginMember() throws IOException {
        dropBits();
        fill();
        if (position == limit && !isFirstMember) {
            stage = Stage.END;
            return;
        }
        isFirstMember = false;
        require(10);
        if (shortAt(input, position) != MAGIC || input[position + 2] != DEFLATED) {
            throw broken("it does not begin as one", position, count);
        }
        int flags = input[position + 3];
        position += 10;
        if ((flags & HAS_EXTRA) != 0) {
            require(2);
            int extra = shortAt(input, position) + 2;
            for (int i = 0; i < extra; i++) {
                nextByte();
            }
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_CHECKSUM) != 0) {
            nextByte();
            nextByte();
        }
        checksum.reset();
        unzipped = 0;
        isFinalBlock = false;
        stage = Stage.BLOCK;
    }

    private void skipText() throws IOException {
        while (nextByte() != 0) {
            // up to its end
        }
    }

    private int nextByte() throws IOException {
        require(1);
        return input[position++];
    }

    private void endMember() throws IOException {
        dropBits();
        require(8);
        boolean isRight = intAt(input, position) == (int) checksum.getValue()
                && intAt(input, position + Integer.BYTES) == (int) unzipped;
        position += 8;
        if (!isRight) {
            throw broken("its text is not what was zipped", position, count);
        }
        stage = Stage.MEMBER;
    }

    private void beginBlock() throws IOException {
        isFinalBlock = take(1) == 1;
        switch (take(2)) {
            case 0 -> {
                dropBits();
                require(4);
                stored = shortAt(input, position);
                if (stored != (~shortAt(input, position + 2) & 0xFFFF)) {
                    throw broken("a stored block has an impossible length", position, count);
                }
                position += 4;
                stage = Stage.STORED;
            }
            case 1 -> {
                Arrays.fill(lengths, 0, 144, (byte) 8);
                Arrays.fill(lengths, 144, 256, (byte) 9);
                Arrays.fill(lengths, 256, 280, (byte) 7);
                Arrays.fill(lengths, 280, LITERALS, (byte) 8);
                Arrays.fill(lengths, LITERALS, LITERALS + DISTANCES, (byte) 5);
                build(literals, lengths, 0, LITERALS);
                build(distances, lengths, LITERALS, DISTANCES);
                stage = Stage.CODED;
            }
            case 2 -> {
                readCodes();
                stage = Stage.CODED;
            }
            default -> throw broken("a block is of an unknown kind", position, count);
        }
    }

    /** The codes of a block, which are themselves written in a code (RFC 1951, 3.2.7). */
    private void readCodes() throws IOException {
        int literalCount = FIRST_LENGTH + take(5);
        int distanceCount = 1 + take(5);
        readCodeOfLengths(4 + take(4));
        int all = literalCount + distanceCount;
        for (int i = 0; i < all; ) {
            i = readLengths(i, all);
        }
        if (lengths[FIRST_LENGTH - 1] == 0) {
            throw broken("a block has no end", position, count);
        }
        build(distances, lengths, literalCount, distanceCount);
        build(literals, lengths, 0, literalCount);
    }

    private void readCodeOfLengths(int codeCount) throws IOException {
        byte[] codes = new byte[CODE_LENGTH_ORDER.length];
        for (int i = 0; i < codeCount; i++) {
            codes[CODE_LENGTH_ORDER[i]] = (byte) take(3);
        }
        build(codeLengths, codes, 0, codes.length);
    }

    /** Reads the length of symbol {@code i}, or of several from it on, and says which one comes next. */
    private int readLengths(int i, int all) throws IOException {
        refill();
        int entry = codeLengths.entries[(int) bits & ((1 << codeLengths.bits) - 1)];
        if ((entry & HuffmanTable.EXCEPTIONAL) != 0) {
            throw broken("a block has an unknown code", position, count);
        }
        take(entry & HuffmanTable.BITS_MASK);
        int symbol = entry >>> HuffmanTable.VALUE_SHIFT;
        if (symbol < REPEATED) {
            lengths[i] = (byte) symbol;
            return i + 1;
        }
        return repeatLength(symbol, i, all);
    }

    private int repeatLength(int symbol, int i, int all) throws IOException {
        if (symbol == REPEATED && i == 0) {
            throw broken("a block repeats a length before the first", position, count);
        }
        byte repeated = symbol == REPEATED ? lengths[i - 1] : 0;
        int times = switch (symbol) {
            case REPEATED -> 3 + take(2);
            case REPEATED + 1 -> 3 + take(3);
            default -> 11 + take(7);
        };
        if (i + times > all) {
            throw broken("a block has more lengths than symbols", position, count);
        }
        Arrays.fill(lengths, i, i + times, repeated);
        return i + times;
    }

    private void build(HuffmanTable table, byte[] lengths, int from, int symbols) throws IOException {
        if (!table.build(lengths, from, symbols)) {
            throw broken("a block has an impossible code", position, count);
        }
    }

    private int copyStored(byte[] out, int from, int to) throws IOException {
        fill();
        int length = Math.min(Math.min(stored, to - from), limit - position);
        if (length == 0 && stored > 0) {
            throw new EOFException();
        }
        System.arraycopy(input, position, out, from, length);
        position += length;
        stored -= length;
        if (stored == 0) {
            stage = Stage.BLOCK;
        }
        return from + length;
    }

    private int decode(byte[] out, int from, int to) throws IOException {
        int at = from;
        int oldest = (int) Math.max(from - WINDOW, from - unzipped);
        while (at < to && stage == Stage.CODED) {
            fill();
            at = decode(out, at, Math.min(to, at + STRETCH), oldest);
        }
        return at;
    }

    /**
     * Fast for three reasons: the fields are held in variables meanwhile; there are always bits enough for what comes next,
     * without asking; and the next entry is looked up while a match is copied. Hence the same lines in several places.
     */
    private int decode(byte[] out, int from, int to, int oldest) throws IOException {
        final byte[] input = this.input;
        final int[] literals = this.literals.entries;
        final int[] distances = this.distances.entries;
        final int lastPosition = this.lastPosition;
        int position = this.position;
        long bits = this.bits;
        int count = this.count;
        int at = from;
        bits |= longAt(input, position) << count;
        position += (Long.SIZE - 1 - count) >>> 3;
        count |= REFILLED;
        int entry = literals[(int) bits & ((1 << LITERAL_BITS) - 1)];
        while (at < to && position <= lastPosition) {
            long taken = bits;
            bits >>>= entry;
            count -= entry & HuffmanTable.BITS_MASK;
            if (entry < 0) {
                out[at++] = (byte) (entry >>> HuffmanTable.VALUE_SHIFT);
                entry = literals[(int) bits & ((1 << LITERAL_BITS) - 1)];
                taken = bits;
                bits >>>= entry;
                count -= entry & HuffmanTable.BITS_MASK;
                if (entry < 0) {
                    out[at++] = (byte) (entry >>> HuffmanTable.VALUE_SHIFT);
                    bits |= longAt(input, position) << count;
                    position += (Long.SIZE - 1 - count) >>> 3;
                    count |= REFILLED;
                    entry = literals[(int) bits & ((1 << LITERAL_BITS) - 1)];
                    continue;
                }
            }
            if ((entry & HuffmanTable.EXCEPTIONAL) != 0) {
                if ((entry & HuffmanTable.LONGER) != 0) {
                    int beyond = (entry >>> HuffmanTable.CODE_SHIFT) & HuffmanTable.CODE_MASK;
                    entry = literals[(entry >>> HuffmanTable.VALUE_SHIFT) + ((int) bits & ((1 << beyond) - 1))];
                    taken = bits;
                    bits >>>= entry;
                    count -= entry & HuffmanTable.BITS_MASK;
                    if (entry < 0) {
                        out[at++] = (byte) (entry >>> HuffmanTable.VALUE_SHIFT);
                        bits |= longAt(input, position) << count;
                        position += (Long.SIZE - 1 - count) >>> 3;
                        count |= REFILLED;
                        entry = literals[(int) bits & ((1 << LITERAL_BITS) - 1)];
                        continue;
                    }
                }
                if ((entry & HuffmanTable.END) != 0) {
                    stage = Stage.BLOCK;
                    break;
                }
                if ((entry & HuffmanTable.EXCEPTIONAL) != 0) {
                    throw broken("a block has an unknown code", position, count);
                }
            }
            int end = at + value(taken, entry);

            bits |= longAt(input, position) << count;
            position += (Long.SIZE - 1 - count) >>> 3;
            count |= REFILLED;
            entry = distances[(int) bits & ((1 << DISTANCE_BITS) - 1)];
            if ((entry & HuffmanTable.LONGER) != 0) {
                bits >>>= DISTANCE_BITS;
                count -= DISTANCE_BITS;
                int beyond = (entry >>> HuffmanTable.CODE_SHIFT) & HuffmanTable.CODE_MASK;
                entry = distances[(entry >>> HuffmanTable.VALUE_SHIFT) + ((int) bits & ((1 << beyond) - 1))];
            }
            int source = at - value(bits, entry);
            bits >>>= entry;
            count -= entry & HuffmanTable.BITS_MASK;
            if (source < oldest || (entry & HuffmanTable.EXCEPTIONAL) != 0) {
                throw broken("a match begins before its text", position, count);
            }
            bits |= longAt(input, position) << count;
            position += (Long.SIZE - 1 - count) >>> 3;
            count |= REFILLED;
            entry = literals[(int) bits & ((1 << LITERAL_BITS) - 1)];
            if (at - source >= Long.BYTES) {
                putLong(out, at, longAt(out, source));
                putLong(out, at + Long.BYTES, longAt(out, source + Long.BYTES));
                putLong(out, at + 2 * Long.BYTES, longAt(out, source + 2 * Long.BYTES));
                putLong(out, at + 3 * Long.BYTES, longAt(out, source + 3 * Long.BYTES));
                putLong(out, at + 4 * Long.BYTES, longAt(out, source + 4 * Long.BYTES));
                for (int i = 5 * Long.BYTES; i < end - at; i += Long.BYTES) {
                    putLong(out, at + i, longAt(out, source + i));
                }
                at = end;
            } else {
                while (at < end) {
                    out[at++] = out[source++];
                }
            }
        }
        this.position = position;
        this.bits = bits;
        this.count = count;
        return at;
    }

    /** What a length or distance comes to with the bits behind its code. */
    private static int value(long bits, int entry) {
        int behind =
                (int) ((bits & ~(-1L << entry)) >>> ((entry >>> HuffmanTable.CODE_SHIFT) & HuffmanTable.CODE_MASK));
        return (entry >>> HuffmanTable.VALUE_SHIFT) + behind;
    }

    private int take(int wanted) throws IOException {
        refill();
        int value = (int) bits & ((1 << wanted) - 1);
        bits >>>= wanted;
        count -= wanted;
        return value;
    }

    private void refill() throws IOException {
        fill();
        bits |= longAt(input, position) << count;
        position += (Long.SIZE - 1 - count) >>> 3;
        count |= REFILLED;
    }

    /** To the next whole byte. */
    private void dropBits() {
        position -= count >>> 3;
        bits = 0;
        count = 0;
    }

    private void require(int wanted) throws IOException {
        fill();
        if (limit - position < wanted) {
            throw new EOFException();
        }
    }

    /**
     * Sees to it that a symbol's bytes are there, or as many of zero at the end. Whether the input ended is not asked
     * here: nobody would have seen that happen when this is compiled, and at the end of the first file it would all be
     * compiled once more.
     */
    private void fill() throws IOException {
        if (limit - position < LOOKAHEAD) {
            readOn();
        }
    }

    /** Apart from {@link #fill}, which is asked so often that it has to be compiled into its callers. */
    private void readOn() throws IOException {
        if (isBeyondEnd(position, count)) {
            throw new EOFException();
        }
        if (isLast) {
            return;
        }
        System.arraycopy(input, position, input, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < INPUT && !isLast) {
            int read = in.read(input, limit, INPUT - limit);
            isLast = read < 0;
            limit += Math.max(read, 0);
        }
        Arrays.fill(input, limit, limit + SLACK, (byte) 0);
        lastPosition = isLast ? limit + Long.BYTES : limit - LOOKAHEAD;
    }

    /** Whether bits were taken that are not there. */
    private boolean isBeyondEnd(int position, int count) {
        return isLast && (long) Byte.SIZE * position - count > (long) Byte.SIZE * limit;
    }

    /** What is wrong; where the input ended before, that is to blame. */
    private IOException broken(String what, int position, int count) {
        return isBeyondEnd(position, count) ? new EOFException() : new ZipException(what);
    }

    private static int[] literalSymbols() {
        int[] symbols = new int[LITERALS];
        for (int literal = 0; literal < FIRST_LENGTH - 1; literal++) {
            symbols[literal] = HuffmanTable.LITERAL | literal << HuffmanTable.VALUE_SHIFT;
        }
        symbols[FIRST_LENGTH - 1] = HuffmanTable.EXCEPTIONAL | HuffmanTable.END;
        int length = 3;
        for (int symbol = FIRST_LENGTH; symbol < LITERALS; symbol++) {
            int group = (symbol - FIRST_LENGTH) / 4;
            int extra = Math.max(0, group - 1);
            symbols[symbol] = length << HuffmanTable.VALUE_SHIFT | extra;
            length += 1 << extra;
        }
        symbols[FIRST_LENGTH + 28] = LONGEST_MATCH << HuffmanTable.VALUE_SHIFT;
        symbols[LITERALS - 2] = HuffmanTable.EXCEPTIONAL;
        symbols[LITERALS - 1] = HuffmanTable.EXCEPTIONAL;
        return symbols;
    }

    private static int[] distanceSymbols() {
        int[] symbols = new int[DISTANCES];
        int distance = 1;
        for (int symbol = 0; symbol < DISTANCES - 2; symbol++) {
            int extra = Math.max(0, symbol / 2 - 1);
            symbols[symbol] = distance << HuffmanTable.VALUE_SHIFT | extra;
            distance += 1 << extra;
        }
        symbols[DISTANCES - 2] = HuffmanTable.EXCEPTIONAL;
        symbols[DISTANCES - 1] = HuffmanTable.EXCEPTIONAL;
        return symbols;
    }

    private static int[] valueSymbols(int count) {
        int[] symbols = new int[count];
        for (int symbol = 0; symbol < count; symbol++) {
            symbols[symbol] = symbol << HuffmanTable.VALUE_SHIFT;
        }
        return symbols;
    }
}
