package io.purchaseorders.stores.dynamodb;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Converts between Java's values and DynamoDB's. */
final class Attributes {

    private Attributes() {}

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue number(BigDecimal value) {
        return AttributeValue.fromN(value.toString());
    }

    static Map<String, AttributeValue> texts(Map<String, String> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, attribute -> text(attribute.getValue())));
    }

    /** Every attribute of an item, those of other types than text in the SDK's notation. */
    static Map<String, String> shown(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        attribute -> attribute.getValue().s() != null
                                ? attribute.getValue().s()
                                : attribute.getValue().toString()));
    }

    /** @throws IllegalStateException where the item lacks the attribute, so was not written by this system */
    static AttributeValue of(Map<String, AttributeValue> item, String name) {
        return find(item, name)
                .orElseThrow(() -> new IllegalStateException("item " + item.get(StoredNames.AGGREGATION_KEY) + " "
                        + item.get(StoredNames.PERIOD) + " has no attribute " + name));
    }

    static Optional<AttributeValue> find(Map<String, AttributeValue> item, String name) {
        @Nullable AttributeValue value = item.get(name);
        return Optional.ofNullable(value);
    }

    /** @throws IllegalStateException where the item lacks the attribute, so was not written by this system */
    static String text(Map<String, AttributeValue> item, String name) {
        return of(item, name).s();
    }

    /** A whole number; 0 where the item lacks the attribute, as after no addition. */
    static long number(Map<String, AttributeValue> item, String name) {
        return find(item, name).map(value -> Long.parseLong(value.n())).orElse(0L);
    }

    static Optional<Instant> instant(Map<String, AttributeValue> item, String name) {
        return find(item, name).map(AttributeValue::s).map(Instant::parse);
    }
}
