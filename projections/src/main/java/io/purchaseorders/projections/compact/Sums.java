package io.purchaseorders.projections.compact;

import io.purchaseorders.projections.Measures;
import io.purchaseorders.projections.RowKey;
import java.util.Map;

/** Takes what the events of orders add to totals. Keys are parts of the bytes that were folded. */
public interface Sums {

    /** What is counted besides the seven types, which are counted by their rank: an event that was not allowed. */
    int ANOMALY = 7;

    /** No transition is counted, because the order was returned before. */
    int NO_COUNT = -1;

    /** Which units and amounts a step adds to. */
    int NONE = -1;

    int ORDERED = 0;
    int CANCELLED = 1;
    int RETURNED = 2;

    /**
     * One step of one order, for {@code ALL} and, where there is one, its customer.
     *
     * @param customerAt where the customer's bytes are, or -1 if the order has none yet
     * @param seconds when the event occurred
     * @param currency the order's, or 0
     * @param count a rank, {@link #ANOMALY} or {@link #NO_COUNT}
     * @param kind which units and amounts, or {@link #NONE}
     * @param extras shipping and tax within the gross, or within the cancelled amount
     */
    void order(
            byte[] bytes,
            int customerAt,
            int customerLength,
            long seconds,
            int currency,
            int count,
            int kind,
            long units,
            long amount,
            long extras);

    /** What one step adds to one product. */
    void product(byte[] bytes, int skuAt, int skuLength, long seconds, int currency, int kind, long units, long amount);

    /** All that an order adds, where its amounts are too large or too long for the other methods. */
    void wide(Map<RowKey, Measures> contributions);

    /** An event that was changed or removed after it was stored, which never happens to an event. */
    void violation(byte[] bytes, int record, boolean removed);
}
