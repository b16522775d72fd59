package io.purchaseorders.replay.compare;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.replay.Replay.Difference;
import io.purchaseorders.replay.RowComparison;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import io.purchaseorders.replay.history.ExportedHistory.Orders;
import io.purchaseorders.replay.history.OrderItems;
import io.purchaseorders.replay.totals.OrderTotals;
import io.purchaseorders.replay.totals.Totals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares two histories order by order. Where both hold the same items of an order, byte by byte, all its rows are the
 * same, so it is folded once; where not, what each side gives is set against the other. For one thread.
 */
final class OrderPairs implements Orders {

    private final OrderTotals expected;
    private final Totals excess;
    private final List<Difference> differences = new ArrayList<>();

    /**
     * @param expected adds up the first history
     * @param excess takes by how much the rows of the first history exceed those of the second
     */
    OrderPairs(OrderTotals expected, Totals excess) {
        this.expected = expected;
        this.excess = excess;
    }

    OrderTotals expected() {
        return expected;
    }

    Totals excess() {
        return excess;
    }

    /** The order rows that differ. */
    List<Difference> differences() {
        return differences;
    }

    @Override
    public void order(String orderId, OrderItems first, OrderItems second) {
        List<RecordedEvent> events = expected.add(orderId, first);
        if (first.isSameAs(second)) {
            return;
        }
        List<RecordedEvent> others = second.events();
        OrderTotals.contribute(orderId, events, excess);
        OrderTotals.contribute(
                orderId,
                others,
                (projection, name, occurredAt, measures) ->
                        excess.add(projection, name, occurredAt, measures.negated()));
        RowComparison.compareOrder(orderId, row(orderId, events), row(orderId, others), differences);
    }

    private static @Nullable StoredOrder row(String orderId, List<RecordedEvent> events) {
        return events.isEmpty() ? null : StoredOrder.of(OrderRow.of(orderId, events));
    }
}
