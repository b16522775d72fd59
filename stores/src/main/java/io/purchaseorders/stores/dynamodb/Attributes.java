package io.purchaseorders.stores.dynamodb;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Between Java's values and DynamoDB's. */
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
        Map<String, AttributeValue> item = new HashMap<>();
        values.forEach((name, value) -> item.put(name, text(value)));
        return item;
    }

    /** The string attributes of an item. */
    static Map<String, String> texts(Map<String, AttributeValue> item, Class<String> type) {
        Map<String, String> values = new HashMap<>();
        item.forEach((name, value) -> {
            if (value.s() != null) {
                values.put(name, type.cast(value.s()));
            }
        });
        return values;
    }

    static Map<String, AttributeValue> key(String aggregationKey, String period) {
        return Map.of(AGGREGATION_KEY, text(aggregationKey), PERIOD, text(period));
    }

    /** @throws IllegalStateException where the item lacks the attribute, so was not written by this system */
    static AttributeValue of(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "item " + item.get(AGGREGATION_KEY) + " " + item.get(PERIOD) + " has no attribute " + name);
        }
        return value;
    }

    static final String AGGREGATION_KEY = "aggregationKey";
    static final String PERIOD = "period";
}
