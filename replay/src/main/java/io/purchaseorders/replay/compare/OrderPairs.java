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
 * Compares two histories order by order. Where both hold the same items of an order, byte by byte, all that follows from
 * them is the same, so nothing is folded; where not, what each side gives is set against the other. For one thread.
 */
final class OrderPairs implements Orders {

    private final Totals excess;
    private final List<Difference> differences = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private long events;
    private long orders;
    private long sameOrders;

    /** @param excess takes by how much the rows of the first history exceed those of the second */
    OrderPairs(Totals excess) {
        this.excess = excess;
    }

    Totals excess() {
        return excess;
    }

    /** The order rows that differ. */
    List<Difference> differences() {
        return differences;
    }

    /** Events of the first history that were changed or removed after they were stored, in words. */
    List<String> violations() {
        return violations;
    }

    /** How many events the first history holds. */
    long events() {
        return events;
    }

    /** How many orders the first history holds. */
    long orders() {
        return orders;
    }

    /** How many of these have the same items in the second one, byte by byte. */
    long sameOrders() {
        return sameOrders;
    }

    @Override
    public void order(String orderId, OrderItems first, OrderItems second) {
        violations.addAll(first.violations());
        boolean isHere = first.size() > 0;
        events += first.size();
        orders += isHere ? 1 : 0;
        if (first.isSameAs(second)) {
            sameOrders += isHere ? 1 : 0;
            return;
        }
        List<RecordedEvent> ours = first.events();
        List<RecordedEvent> others = second.events();
        OrderTotals.contribute(orderId, ours, excess);
        OrderTotals.contribute(
                orderId,
                others,
                (projection, name, occurredAt, measures) ->
                        excess.add(projection, name, occurredAt, measures.negated()));
        RowComparison.compareOrder(orderId, row(orderId, ours), row(orderId, others), differences);
    }

    private static @Nullable StoredOrder row(String orderId, List<RecordedEvent> events) {
        return events.isEmpty() ? null : StoredOrder.of(OrderRow.of(orderId, events));
    }
}
