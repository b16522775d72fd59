package io.purchaseorders.events;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as nearly every event is written: without escapes, with short names and numbers, and nested a little. Knows
 * no fault: whatever else it meets, right or wrong, is left to the parser, which is several times slower.
 */
final class PlainJson {

    /** Deeper than lines within an event. */
    private static final int DEPTH = 8;

    private static final int NAME_CHARACTERS = 64;

    /** Told by length and first letter. */
    private static final int SLOTS = 1 << 9;

    /** The names of members that events have, so that no text is made of them again. */
    private static final @Nullable String[] KNOWN = new @Nullable String[SLOTS];

    private static final char[][] KNOWN_CHARACTERS = new char[SLOTS][0];

    private static final char END = '\0';

    private final String text;
    private final char[] chars;
    private int at;

    private PlainJson(String text) {
        this.text = text;
        this.chars = text.toCharArray();
    }

    /** The one object that a text holds; null where the parser has to say what it holds. */
    static @Nullable JsonMembers read(String text) {
        PlainJson json = new PlainJson(text);
        json.spaces();
        @Nullable JsonMembers members = json.members(DEPTH);
        json.spaces();
        return json.at == text.length() ? members : null;
    }

    static {
        for (EventType type : EventType.values()) {
            Stream.concat(NearMisses.members(type).stream(), NearMisses.lineMembers(type).stream())
                    .forEach(PlainJson::know);
        }
    }

    private static void know(String name) {
        int slot = slot(name.charAt(0), name.length());
        KNOWN[slot] = name;
        KNOWN_CHARACTERS[slot] = name.toCharArray();
    }

    private static int slot(char first, int length) {
        return (first * 31 + length) & (SLOTS - 1);
    }

    private char peek() {
        return at < chars.length ? chars[at] : END;
    }

    private boolean take(char wanted) {
        boolean isThere = peek() == wanted;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void spaces() {
        for (char c = peek(); c == ' ' || c == '\n' || c == '\r' || c == '\t'; c = peek()) {
            at++;
        }
    }

    /** Whether a list or an object goes on; where it does not, whether it ends is still to be seen. */
    private boolean takeComma() {
        spaces();
        boolean isThere = take(',');
        spaces();
        return isThere;
    }

    private @Nullable JsonMembers members(int depth) {
        if (depth == 0 || !take('{')) {
            return null;
        }
        JsonMembers members = new JsonMembers();
        spaces();
        if (take('}')) {
            return members;
        }
        do {
            @Nullable String name = name();
            spaces();
            if (name == null || !take(':')) {
                return null;
            }
            spaces();
            @Nullable Object value = value(depth - 1);
            if (value == null || !members.add(name, value)) {
                return null;
            }
        } while (takeComma());
        return take('}') ? members : null;
    }

    private @Nullable List<Object> elements(int depth) {
        if (depth == 0 || !take('[')) {
            return null;
        }
        List<Object> elements = new ArrayList<>();
        spaces();
        if (take(']')) {
            return elements;
        }
        do {
            @Nullable Object value = value(depth - 1);
            if (value == null) {
                return null;
            }
            elements.add(value);
        } while (takeComma());
        return take(']') ? elements : null;
    }

    private @Nullable Object value(int depth) {
        return switch (peek()) {
            case '"' -> string();
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case 'n' -> literal("null", JsonMembers.Literal.NULL);
            case 't' -> literal("true", JsonMembers.Literal.TRUE);
            case 'f' -> literal("false", JsonMembers.Literal.FALSE);
            default -> number();
        };
    }

    private JsonMembers.@Nullable Literal literal(String written, JsonMembers.Literal literal) {
        boolean isThere = text.startsWith(written, at);
        at += isThere ? written.length() : 0;
        return isThere ? literal : null;
    }

    private @Nullable String string() {
        int from = at + 1;
        int end = endOfString();
        return end < 0 ? null : text.substring(from, end);
    }

    private @Nullable String name() {
        int from = at + 1;
        int end = peek() == '"' ? endOfString() : -1;
        int length = end - from;
        if (end < 0 || length == 0 || length > NAME_CHARACTERS) {
            return null;
        }
        int slot = slot(chars[from], length);
        @Nullable String known = KNOWN[slot];
        char[] characters = KNOWN_CHARACTERS[slot];
        return known != null && Arrays.equals(chars, from, end, characters, 0, characters.length)
                ? known
                : text.substring(from, end);
    }

    /** Goes on after the closing quote and returns where that stands; -1 where the string is not plain. */
    private int endOfString() {
        for (int end = at + 1; end < chars.length; end++) {
            char c = chars[end];
            if (c == '"') {
                at = end + 1;
                return end;
            }
            if (c == '\\' || c < ' ') {
                return -1;
            }
        }
        return -1;
    }

    /** A number of few digits; null for any other and for what is no value. */
    private @Nullable BigDecimal number() {
        int from = at;
        for (char c = peek(); isOfNumber(c); c = peek()) {
            at++;
        }
        return Decimals.digits(text, from, at);
    }

    private static boolean isOfNumber(char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }
}
