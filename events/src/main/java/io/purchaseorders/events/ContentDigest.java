package io.purchaseorders.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * SHA-256 over an event's type and its {@code Detail} as a JSON value. Member order, white space and the way in which a
 * number or a character is written do not count: {@code 1.0} and {@code 1} are one value, {@code "1"} is another.
 */
public final class ContentDigest {

    /** Half of a surrogate pair, which an escape in JSON can name and UTF-8 cannot write: whole pairs are one character here. */
    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    private ContentDigest() {}

    /** 64 hexadecimal digits. A detail that is no JSON object is digested as text. */
    public static String of(String type, String detail) {
        StringBuilder canonical = new StringBuilder(detail.length() + type.length() + 1);
        canonical.append(type).append('\n');
        DetailJson.parseObject(detail)
                .peek(object -> append(object, canonical))
                .peekLeft(unread -> canonical.append(detail));
        return sha256(writable(canonical));
    }

    /** With halves of pairs as the escapes that name them: in UTF-8 each would become the same question mark. */
    private static String writable(CharSequence canonical) {
        return HALF_PAIR
                .matcher(canonical)
                .replaceAll(half -> "\\\\u" + Integer.toHexString(half.group().charAt(0)));
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void append(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> appendObject(node, out);
            case ARRAY -> {
                out.append('[');
                node.forEach(element -> {
                    append(element, out);
                    out.append(',');
                });
                out.append(']');
            }
            case NUMBER -> appendNumber(node.decimalValue(), out);
            case STRING -> out.append(quoted(node.textValue()));
            case BOOLEAN, NULL -> out.append(node.asText());
            case BINARY, MISSING, POJO -> throw new IllegalStateException("not from JSON text: " + node.getNodeType());
        }
    }

    private static void appendObject(JsonNode node, StringBuilder out) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        out.append('{');
        sorted.forEach((name, value) -> {
            out.append(quoted(name)).append(':');
            append(value, out);
            out.append(',');
        });
        out.append('}');
    }

    /**
     * Digits without zeros at their end, and the exponent: 1e999999 is a legal number, and far too long to be written out.
     * 10e2147483647 is one, too, whose exponent without the zero is beyond what a decimal holds.
     */
    private static void appendNumber(BigDecimal number, StringBuilder out) {
        BigDecimal digits = new BigDecimal(number.unscaledValue()).stripTrailingZeros();
        long exponent = number.signum() == 0 ? 0 : -(long) number.scale() - digits.scale();
        out.append(digits.unscaledValue()).append('e').append(exponent);
    }

    private static String quoted(String text) {
        return DetailJson.write(TextNode.valueOf(text));
    }
}
