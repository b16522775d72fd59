package io.purchaseorders.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An event as the log has it: who holds the event can make this text, and the text shows nothing of the event's detail.
 *
 * <p>The text is one JSON object without white space, its members in the order of the components below. Strings are written
 * as RFC 8785, section 3.2.2.2, does: a backslash before quotation marks and backslashes, {@code \b \t \n \f \r}, other
 * control characters as {@code \}{@code u00xx} with small letters, and everything else as it is, in UTF-8.
 *
 * @param timestamp the sort key of the events table
 * @param recordedAt as the events table has it
 * @param detailSha256 the SHA-256 of the exact detail text in UTF-8, in small hexadecimal digits
 */
public record LogEntry(
        String orderId,
        String timestamp,
        String eventId,
        String type,
        String source,
        String recordedAt,
        String detailSha256) {

    static final List<String> MEMBERS =
            List.of("orderId", "timestamp", "eventId", "type", "source", "recordedAt", "detailSha256");

    private static final List<String> BEFORE_VALUES = MEMBERS.stream()
            .map(name -> (name.equals("orderId") ? "{" : ",") + "\"" + name + "\":\"")
            .toList();
    private static final String SHORT_ESCAPES = "\"\\btnfr";
    private static final String ESCAPED = "\"\\\b\t\n\f\r";

    /** The entry of a stored event. Its id is what the timestamp has after the business time and a {@code #}. */
    public static LogEntry of(
            String orderId, String timestamp, String type, String source, String recordedAt, String detail) {
        String eventId = timestamp.substring(timestamp.indexOf('#') + 1);
        return new LogEntry(
                orderId,
                timestamp,
                eventId,
                type,
                source,
                recordedAt,
                HexFormat.of().formatHex(Hash.ofText(detail).bytes()));
    }

    /** @throws LogProblem where the bytes are not exactly the text of an entry */
    public static LogEntry parse(byte[] bytes) {
        String text = SignedNote.utf8(bytes);
        List<String> values = new ArrayList<>();
        int at = 0;
        for (String before : BEFORE_VALUES) {
            int end = text.startsWith(before, at) ? endOfString(text, at + before.length()) : -1;
            if (end < 0) {
                throw new LogProblem("This is not the text of an entry: " + text);
            }
            values.add(unescaped(text.substring(at + before.length(), end)));
            at = end + 1;
        }
        LogEntry entry = new LogEntry(
                values.get(0),
                values.get(1),
                values.get(2),
                values.get(3),
                values.get(4),
                values.get(5),
                values.get(6));
        if (!entry.text().equals(text)) {
            throw new LogProblem("This is not the text of an entry, which has one way to be written: " + text);
        }
        return entry;
    }

    private static int endOfString(String text, int begin) {
        for (int i = begin; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '"' -> {
                    return i;
                }
                case '\\' -> i++;
                default -> {
                    // Belongs to the string.
                }
            }
        }
        return -1;
    }

    /** Takes valid escapes back; what else it may give is not written as the text was, so refused. */
    private static String unescaped(String written) {
        if (written.indexOf('\\') < 0) {
            return written;
        }
        StringBuilder value = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '\\') {
                value.append(c);
                continue;
            }
            char letter = written.charAt(++i);
            int known = SHORT_ESCAPES.indexOf(letter);
            if (known >= 0) {
                value.append(ESCAPED.charAt(known));
            } else if (letter == 'u' && written.substring(i).matches("(?s)u00[01][0-9a-f].*")) {
                value.append((char) Integer.parseInt(written, i + 1, i + 5, 16));
                i += 4;
            }
        }
        return value.toString();
    }

    /** What the events table is keyed by; unique in a log. */
    String key() {
        return orderId + "\n" + timestamp;
    }

    /** The members in the order of {@link #MEMBERS}. */
    List<String> values() {
        return List.of(orderId, timestamp, eventId, type, source, recordedAt, detailSha256);
    }

    /** What an auditor can look up. */
    String name() {
        return "event " + eventId + " of order " + orderId + " (" + timestamp + ")";
    }

    public Hash leaf() {
        return Hash.leaf(bytes());
    }

    public byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        List<String> values = values();
        for (int i = 0; i < values.size(); i++) {
            text.append(BEFORE_VALUES.get(i));
            escape(values.get(i), text);
            text.append('"');
        }
        return text.append('}').toString();
    }

    private static void escape(String value, StringBuilder text) {
        if (value.chars().noneMatch(c -> c < 0x20 || c == '"' || c == '\\')) {
            text.append(value);
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int known = ESCAPED.indexOf(c);
            if (known >= 0) {
                text.append('\\').append(SHORT_ESCAPES.charAt(known));
            } else if (c < 0x20) {
                text.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
            } else {
                text.append(c);
            }
        }
    }
}
