package io.purchaseorders.replay.export;

import java.util.List;

/**
 * Finds out which one of some names comes next in a line. Publishers write members in the same order again and again, so
 * it first looks for the one that came at this point the last time.
 */
final class Names {

    /** None of the names. */
    static final int UNKNOWN = -1;

    private final Literal[] literals;
    private final int[] expected;

    /**
     * @param before what stands before each name, its quote
     * @param after what stands behind each name, up to its value
     * @param points how many points there are at which a name can come
     */
    Names(String before, List<String> names, String after, int points) {
        this.literals =
                names.stream().map(name -> Literal.of(before + name + after)).toArray(Literal[]::new);
        this.expected = new int[points];
    }

    /** Which name stands at the cursor, which is moved behind it, or {@link #UNKNOWN}, and it is not moved. */
    int next(LineCursor line, int point) {
        int guess = expected[point];
        Literal literal = literals[guess];
        if (literal.isAt(line.bytes, line.at)) {
            line.at += literal.length();
            return guess;
        }
        return search(line, point);
    }

    private int search(LineCursor line, int point) {
        for (int i = 0; i < literals.length; i++) {
            if (literals[i].isAt(line.bytes, line.at)) {
                line.at += literals[i].length();
                expected[point] = i;
                return i;
            }
        }
        return UNKNOWN;
    }
}
