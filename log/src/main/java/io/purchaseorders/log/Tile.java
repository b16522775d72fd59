package io.purchaseorders.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tile (C2SP tlog-tiles): 256 hashes of one level, or 256 entries; at the right edge of a tree, fewer.
 *
 * @param level 0 holds leaf hashes, each level above the roots of full tiles below; {@link #ENTRIES} holds entries
 * @param index counts the tiles of a level
 * @param width how many hashes or entries it has, from 1 to 256
 */
public record Tile(int level, long index, int width) {

    public static final int ENTRIES = -1;
    public static final int FULL = 256;

    /** A tile spans 2^8 hashes. */
    static final int HEIGHT = 8;

    private static final int HIGHEST_LEVEL = 63 / HEIGHT;
    private static final Pattern PATH = Pattern.compile(
            "tile/(?<level>entries|0|[1-9]\\d?)/(?<index>(?:x\\d{3}/){0,5}\\d{3})(?:\\.p/(?<width>[1-9]\\d{0,2}))?");

    public Tile {
        if (level < ENTRIES || level > HIGHEST_LEVEL || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no tile has level " + level + ", index " + index + ", width " + width);
        }
    }

    /** The tile of a level as a tree of {@code size} entries has it; nothing where such a tree has none. */
    static Optional<Tile> of(int level, long index, long size) {
        long width = Math.min(FULL, hashes(level, size) - index * FULL);
        return width < 1 ? Optional.empty() : Optional.of(new Tile(level, index, (int) width));
    }

    /** How many hashes a tree of {@code size} entries has in the tiles of a level. */
    static long hashes(int level, long size) {
        return size >> (HEIGHT * Math.max(level, 0));
    }

    /** The highest level that a tree of {@code size} entries has tiles of; -1 if it has no entry. */
    static int highestLevel(long size) {
        return size == 0 ? -1 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(size)) / HEIGHT;
    }

    boolean isFull() {
        return width == FULL;
    }

    Tile full() {
        return new Tile(level, index, FULL);
    }

    /** Where it lies in the log: {@code tile/<level>/<index>[.p/<width>]}. */
    public String path() {
        return isFull() ? fullPath() : partialFolder() + width;
    }

    /** The folder of the partial tiles that became this one, with a slash at its end. */
    String partialFolder() {
        return fullPath() + ".p/";
    }

    private String fullPath() {
        List<String> groups = new ArrayList<>();
        for (long left = index; groups.isEmpty() || left > 0; left /= 1000) {
            groups.addFirst((groups.isEmpty() ? "" : "x") + String.format(Locale.ROOT, "%03d", left % 1000));
        }
        return "tile/" + (level == ENTRIES ? "entries" : level) + "/" + String.join("/", groups);
    }

    /** The tile whose path this is; nothing for any other text. */
    public static Optional<Tile> parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String level = matcher.group("level");
        String width = matcher.group("width");
        int number = level.equals("entries") ? ENTRIES : Integer.parseInt(level);
        int hashes = width == null ? FULL : Integer.parseInt(width);
        if (number > HIGHEST_LEVEL || (width != null && hashes >= FULL)) {
            return Optional.empty();
        }
        Tile tile = new Tile(number, Long.parseLong(matcher.group("index").replaceAll("[x/]", "")), hashes);
        return Optional.of(tile).filter(found -> found.path().equals(path));
    }
}
