package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.APPLIED;
import static io.purchaseorders.stores.dynamodb.StoredNames.ORDER_PERIOD;
import static io.purchaseorders.stores.dynamodb.StoredNames.STATE;
import static io.purchaseorders.stores.dynamodb.StoredNames.VERSION;

import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.order.OrderRowCodec;
import io.purchaseorders.stores.NewerCodecException;
import io.vavr.control.Either;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An order's row as an item. */
final class OrderItem {

    /** Leaves room in an item of 400 KB for its keys and names. */
    private static final int LONGEST_BYTES = 390 * 1024;

    // An order with at most this many events and lines fits for sure; only a larger one is measured.
    private static final int EVENTS_THAT_FIT = 4_000;
    private static final int LINES_THAT_FIT = 500;

    private OrderItem() {}

    static String orderId(Map<String, AttributeValue> item) {
        return Attributes.text(item, StoredNames.AGGREGATION_KEY).substring(OrderRow.PREFIX.length());
    }

    static Map<String, AttributeValue> key(KeyedTable table, String orderId) {
        return table.key(OrderRow.PREFIX + orderId, ORDER_PERIOD);
    }

    /** The row as an item. */
    static Map<String, AttributeValue> write(KeyedTable table, OrderRow row) {
        return write(key(table, row.order().orderId()), row);
    }

    static Map<String, AttributeValue> write(Map<String, AttributeValue> key, OrderRow row) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put(CodecVersion.ATTRIBUTE, CodecVersion.ORDER.written());
        item.put(VERSION, Attributes.number(row.version()));
        item.put(STATE, Attributes.text(OrderRowCodec.write(row)));
        item.put(
                APPLIED,
                AttributeValue.fromB(SdkBytes.fromByteArray(row.applied().bytes())));
        return item;
    }

    static boolean fits(OrderRow row) {
        return (row.version() <= EVENTS_THAT_FIT && row.order().lines().size() <= LINES_THAT_FIT)
                || OrderRowCodec.write(row).getBytes(StandardCharsets.UTF_8).length
                                + row.applied().bytes().length
                        <= LONGEST_BYTES;
    }

    /**
     * The row, or why it cannot be read, in words without any of its content.
     *
     * @throws NewerCodecException where newer code wrote it
     */
    static Either<String, OrderRow> read(Map<String, AttributeValue> item) {
        CodecVersion.ORDER.check(item);
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
