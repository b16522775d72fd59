package io.purchaseorders.stores.dynamodb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How large an item is by DynamoDB's rules, in bytes: names and texts in UTF-8, a number a byte for two significant digits
 * and one more, or two where it is negative, three bytes for a list or map and one for each of its elements.
 */
@NullMarked
public final class ItemSize {

    private static final int CONTAINER = 3;

    private ItemSize() {}

    public static int of(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(attribute -> utf8(attribute.getKey()) + of(attribute.getValue()))
                .sum();
    }

    private static int of(AttributeValue value) {
        return switch (value.type()) {
            case S -> utf8(value.s());
            case N -> number(new BigDecimal(value.n()));
            case B -> value.b().asByteArrayUnsafe().length;
            case BOOL, NUL -> 1;
            case SS -> value.ss().stream().mapToInt(ItemSize::utf8).sum();
            case NS ->
                value.ns().stream()
                        .mapToInt(number -> number(new BigDecimal(number)))
                        .sum();
            case BS ->
                value.bs().stream()
                        .mapToInt(bytes -> bytes.asByteArrayUnsafe().length)
                        .sum();
            case L ->
                CONTAINER
                        + value.l().stream()
                                .mapToInt(element -> 1 + of(element))
                                .sum();
            case M -> CONTAINER + value.m().size() + of(value.m());
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("unknown attribute " + value);
        };
    }

    private static int number(BigDecimal value) {
        int sign = value.signum() < 0 ? 1 : 0;
        return 1 + sign + (value.stripTrailingZeros().precision() + 1) / 2;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
