package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.order.OrderRowCodec;
import io.vavr.control.Either;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** An order's row as an item. The names are stored: renaming one is a migration. */
final class OrderItem {

    static final String VERSION = "version";

    private static final String PERIOD = "STATE";
    private static final String STATE = "state";
    private static final String APPLIED = "applied";

    /** Room for an item of 400 KB, its keys and names. */
    private static final int LONGEST_BYTES = 390 * 1024;

    // More than an order of this many events and lines can take is looked at byte by byte, and no other.
    private static final int SURELY_FEW_EVENTS = 4_000;
    private static final int SURELY_FEW_LINES = 500;

    private OrderItem() {}

    static Map<String, AttributeValue> key(String orderId) {
        return Attributes.key(OrderRow.PREFIX + orderId, PERIOD);
    }

    static String orderId(Map<String, AttributeValue> item) {
        return Attributes.of(item, Attributes.AGGREGATION_KEY).s().substring(OrderRow.PREFIX.length());
    }

    /**
     * Writes a row over the version that was read, or over none. As an update, like totals and shards: a start loads one
     * kind of request less than if orders were put.
     */
    static UpdateItemRequest update(String table, OrderRow row, int expectedVersion) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":version", Attributes.number(row.version()));
        values.put(":state", Attributes.text(OrderRowCodec.write(row)));
        values.put(
                ":applied",
                AttributeValue.fromB(SdkBytes.fromByteArray(row.applied().bytes())));
        if (expectedVersion > 0) {
            values.put(":expected", Attributes.number(expectedVersion));
        }
        return UpdateItemRequest.builder()
                .tableName(table)
                .key(key(row.order().orderId()))
                .updateExpression("SET version = :version, #state = :state, applied = :applied")
                .conditionExpression(
                        expectedVersion == 0 ? "attribute_not_exists(aggregationKey)" : "version = :expected")
                .expressionAttributeNames(Map.of("#state", STATE))
                .expressionAttributeValues(values)
                .build();
    }

    /** Reads the row of one order. */
    static QueryRequest query(String table, String orderId) {
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("aggregationKey = :key AND period = :state")
                .expressionAttributeValues(
                        Map.of(":key", Attributes.text(OrderRow.PREFIX + orderId), ":state", Attributes.text(PERIOD)))
                .consistentRead(true)
                .build();
    }

    static boolean fits(OrderRow row) {
        return (row.version() <= SURELY_FEW_EVENTS && row.order().lines().size() <= SURELY_FEW_LINES)
                || OrderRowCodec.write(row).getBytes(StandardCharsets.UTF_8).length
                                + row.applied().bytes().length
                        <= LONGEST_BYTES;
    }

    /** The row, or why it cannot be read, in words without any of its content. */
    static Either<String, OrderRow> read(Map<String, AttributeValue> item) {
        @Nullable AttributeValue version = item.get(VERSION);
        @Nullable AttributeValue state = item.get(STATE);
        @Nullable AttributeValue applied = item.get(APPLIED);
        if (version == null || version.n() == null || state == null || state.s() == null) {
            return Either.left("the order's row lacks its version or its state");
        }
        if (applied == null || applied.b() == null) {
            return Either.left("the order's row lacks its applied events");
        }
        try {
            OrderRow row =
                    OrderRowCodec.read(orderId(item), state.s(), applied.b().asByteArray());
            return version.n().equals(Integer.toString(row.version()))
                    ? Either.right(row)
                    : Either.left("the version of the order's row is not the number of its applied events");
        } catch (RuntimeException unreadable) {
            return Either.left(
                    "the order's row cannot be read: " + unreadable.getClass().getSimpleName());
        }
    }
}
