package io.purchaseorders.projections.totals;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which keys of a projection have totals in a month: the names of an index over the rows of months. Longer spans are the
 * union of their months.
 */
public final class Directory {

    /**
     * At the turn of a month every active key makes a row within a short time, and one partition of an index takes a
     * thousand of them a second.
     */
    public static final int PARTITIONS = 16;

    /** Spreads names that differ in few characters; its upper bits are the partition. */
    private static final int SPREAD = 0x9E3779B9;

    private static final int SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(PARTITIONS);

    /** The order of keys in a directory, that of their UTF-8 bytes. */
    public static final Comparator<String> ORDER = Directory::compare;

    private Directory() {}

    /**
     * The partition that names a row: {@code MONTH#2026-11#PRODUCT#3}. A function of the row's key, and stored, so changing
     * it takes new rows. Nothing for rows of other lengths than a month, and where a projection has one key only.
     */
    public static Optional<String> partition(RowKey row) {
        return row.granularity()
                .filter(granularity -> granularity == Granularity.MONTH)
                .flatMap(month -> Projections.owning(row.aggregationKey()))
                .map(Projection::keys)
                .filter(family -> !family.isSingle())
                .map(family -> partition(family, row.notation(), number(family.nameIn(row.aggregationKey()))));
    }

    /** All partitions of a month, which share no key. */
    public static List<String> partitions(KeyFamily family, String month) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(number -> partition(family, month, number))
                .toList();
    }

    private static String partition(KeyFamily family, String month, int number) {
        return Granularity.MONTH + "#" + month + "#" + family.prefix() + number;
    }

    private static int number(String name) {
        return (name.hashCode() * SPREAD) >>> SHIFT;
    }

    /** UTF-16 differs from UTF-8 in order only where one of two characters is half of a pair. */
    private static int compare(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int i = 0; i < common; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
