package io.purchaseorders.replay.exports;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a line of an export apart: which of a few string attributes its item has, and their text. A line of a full export
 * is {@code {"Item":{"orderId":{"S":"..."},...}}}; one of an incremental export has {@code Keys}, {@code NewImage} unless
 * the item was removed, and more that is skipped. For one line after another, by one thread.
 */
public final class ItemLine {

    /** What a line says about its item. */
    public enum Kind {
        /** The item is there, with these attributes. */
        STORED,
        /** The item was removed; its key attributes are those that are known. */
        REMOVED,
        /** The line is no line of an export. */
        UNKNOWN
    }

    /** The line is not well-formed JSON; the message says what was expected. */
    public static final class MalformedLine extends RuntimeException {
        MalformedLine(String message) {
            super(message);
        }
    }

    private static final byte[] TEXT_TYPE = {'S'};

    private final byte[][] names;

    /** What the service writes before an attribute's text, without spaces. */
    private final byte[][] usualBeginnings;

    /** Where the text of each attribute is among the texts; -1 where the item has none. */
    private final int[] from;

    private final int[] to;
    private byte[] texts = new byte[1 << 12];
    private int textsEnd;
    private int nameFrom;

    private byte[] bytes = new byte[0];
    private int at;

    /** @param attributes whose texts are wanted */
    public ItemLine(List<String> attributes) {
        this.names = attributes.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.usualBeginnings = attributes.stream()
                .map(name -> ("\"" + name + "\":{\"S\":\"").getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.from = new int[names.length];
        this.to = new int[names.length];
    }

    /**
     * Reads the line that begins at a place and ends at a line feed.
     *
     * @throws MalformedLine where it is not well-formed
     */
    public Kind read(byte[] line, int begin) {
        bytes = line;
        at = begin;
        if (texts.length < bytes.length) {
            texts = new byte[bytes.length]; // a text is never longer than its JSON
        }
        Kind kind = Kind.UNKNOWN;
        textsEnd = 0;
        need('{');
        if (!take('}')) {
            do {
                name();
                if (isName("Item") || isName("NewImage")) {
                    attributes();
                    kind = Kind.STORED;
                } else if (kind == Kind.UNKNOWN && isName("Keys")) {
                    attributes();
                    kind = Kind.REMOVED;
                } else {
                    skipValue();
                }
            } while (take(','));
            need('}');
        }
        spaces();
        need('\n');
        return kind;
    }

    /** Where the next line begins. */
    public int end() {
        return at;
    }

    /** The array that holds the texts of the attributes until the next line is read. */
    public byte[] texts() {
        return texts;
    }

    /** Where the text of an attribute begins, or -1 where the item has no such string attribute. */
    public int from(int attribute) {
        return from[attribute];
    }

    /** Where the text of an attribute ends. */
    public int to(int attribute) {
        return to[attribute];
    }

    /** The text of an attribute, or an empty one where there is none. */
    public String text(int attribute) {
        return from[attribute] < 0
                ? ""
                : new String(texts, from[attribute], to[attribute] - from[attribute], StandardCharsets.UTF_8);
    }

    private void attributes() {
        Arrays.fill(from, -1);
        need('{');
        if (take('}')) {
            return;
        }
        do {
            int usual = takeUsualBeginning();
            if (usual >= 0) {
                endOfText(usual);
                need('}');
            } else {
                anyAttribute();
            }
        } while (take(','));
        need('}');
    }

    /** Which of the attributes begins here as the service writes it, up to its text; -1 where none does. */
    private int takeUsualBeginning() {
        for (int i = 0; i < usualBeginnings.length; i++) {
            byte[] usual = usualBeginnings[i];
            int end = at + usual.length;
            if (end <= bytes.length
                    && bytes[at + 1] == usual[1]
                    && Arrays.equals(bytes, at, end, usual, 0, usual.length)) {
                at = end;
                return i;
            }
        }
        return -1;
    }

    private void anyAttribute() {
        name();
        int attribute = indexOfName();
        if (attribute < 0) {
            skipValue();
        } else {
            attribute(attribute);
        }
    }

    private void endOfText(int attribute) {
        from[attribute] = textsEnd;
        text();
        to[attribute] = textsEnd;
    }

    /** An attribute's value: an object with one member that is named after the value's type. */
    private void attribute(int attribute) {
        need('{');
        name();
        if (Arrays.equals(texts, nameFrom, textsEnd, TEXT_TYPE, 0, 1)) {
            textsEnd = nameFrom;
            need('"');
            endOfText(attribute);
        } else {
            skipValue();
        }
        need('}');
    }

    /** Reads a member's name and the colon after it; the name is the last of the texts. */
    private void name() {
        need('"');
        nameFrom = textsEnd;
        text();
        need(':');
    }

    private boolean isName(String name) {
        if (textsEnd - nameFrom != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (texts[nameFrom + i] != name.charAt(i)) {
                return false;
            }
        }
        textsEnd = nameFrom;
        return true;
    }

    private int indexOfName() {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length == textsEnd - nameFrom
                    && name[0] == texts[nameFrom]
                    && Arrays.equals(texts, nameFrom, textsEnd, name, 0, name.length)) {
                textsEnd = nameFrom;
                return i;
            }
        }
        return -1;
    }

    private void skipValue() {
        textsEnd = nameFrom;
        int depth = 0;
        do {
            spaces();
            switch (bytes[at]) {
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    if (depth == 0) {
                        throw new MalformedLine("a value was expected");
                    }
                    depth--;
                    at++;
                }
                case '"' -> {
                    at++;
                    text();
                    textsEnd = nameFrom;
                }
                case ',', ':' -> {
                    if (depth == 0) {
                        throw new MalformedLine("a value was expected");
                    }
                    at++;
                }
                default -> literal();
            }
        } while (depth > 0);
    }

    /** A number, true, false or null. */
    private void literal() {
        int begin = at;
        while (isOfLiteral(bytes[at])) {
            at++;
        }
        if (at == begin) {
            throw new MalformedLine("a value was expected");
        }
    }

    private static boolean isOfLiteral(byte c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '+' || c == '.' || c == 'E';
    }

    /** Reads a text up to and including its closing quote, and adds it to the texts. */
    private void text() {
        byte[] in = bytes;
        byte[] out = texts;
        int here = at;
        int end = textsEnd;
        for (byte c = in[here++]; c != '"'; c = in[here++]) {
            if (c == '\\') {
                if (in[here] == '"') { // by far the usual one: a detail is JSON within JSON
                    out[end++] = in[here++];
                } else {
                    at = here;
                    textsEnd = end;
                    escaped();
                    here = at;
                    end = textsEnd;
                }
            } else if (c >= 0 && c < ' ') {
                throw new MalformedLine("a text ends early");
            } else {
                out[end++] = c;
            }
        }
        at = here;
        textsEnd = end;
    }

    private void escaped() {
        byte c = bytes[at++];
        switch (c) {
            case '"', '\\', '/' -> texts[textsEnd++] = c;
            case 'b' -> texts[textsEnd++] = '\b';
            case 'f' -> texts[textsEnd++] = '\f';
            case 'n' -> texts[textsEnd++] = '\n';
            case 'r' -> texts[textsEnd++] = '\r';
            case 't' -> texts[textsEnd++] = '\t';
            case 'u' -> character();
            default -> throw new MalformedLine("an escape was expected");
        }
    }

    /** A character by its number, or two of them that are one beyond the first 65,536. */
    private void character() {
        int c = hex();
        if (Character.isHighSurrogate((char) c)) {
            need('\\');
            need('u');
            int low = hex();
            c = Character.isLowSurrogate((char) low) ? Character.toCodePoint((char) c, (char) low) : low;
        }
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            throw new MalformedLine("half of a character stands alone");
        }
        byte[] encoded = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, texts, textsEnd, encoded.length);
        textsEnd += encoded.length;
    }

    private int hex() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(bytes[at++], 16);
            if (digit < 0) {
                throw new MalformedLine("four hexadecimal digits were expected");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private boolean take(int wanted) {
        spaces();
        if (bytes[at] != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void need(int wanted) {
        if (wanted != '\n') {
            spaces();
        }
        if (bytes[at] != wanted) {
            throw new MalformedLine("'" + (char) wanted + "' was expected");
        }
        at++;
    }

    private void spaces() {
        while (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r') {
            at++;
        }
    }
}
