package io.purchaseorders.replay.compact;

import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.util.Map;

/**
 * Takes what the events of orders add to totals. Customers and products are given numbers first, once an order, so that
 * no step has to look at their bytes again.
 */
public interface Sums {

    /** What is counted besides the seven types, which are counted by their rank: an event that was not allowed. */
    int ANOMALY = 7;

    /** A return of an order that was returned before, which is no transition. */
    int RETURNED_AGAIN = 8;

    /** How many kinds of events are counted apart. */
    int COUNTS = 9;

    /** Which units and amounts a step adds to. */
    int NONE = -1;

    int ORDERED = 0;
    int CANCELLED = 1;
    int RETURNED = 2;

    /** Stands for the customer of an order that was not placed. */
    int NOBODY = -1;

    /** The number of a customer, any but {@link #NOBODY}; where the bytes are is only known for now. */
    int customer(byte[] bytes, int from, int length);

    /** The number of a product; different ones have different numbers. */
    int product(byte[] bytes, int from, int length);

    /**
     * One step of one order, for {@code ALL} and, where there is one, its customer.
     *
     * @param customer its number, or {@link #NOBODY}
     * @param seconds when the event occurred
     * @param currency the order's, or 0
     * @param count a rank, {@link #ANOMALY} or {@link #RETURNED_AGAIN}
     * @param kind which units and amounts, or {@link #NONE}
     * @param extras shipping and tax within the gross, or within the cancelled amount
     */
    void order(int customer, long seconds, int currency, int count, int kind, long units, long amount, long extras);

    /** What one step adds to one product. */
    void product(int product, long seconds, int currency, int kind, long units, long amount);

    /** All that an order adds, where its amounts are too large or too long for the other methods. */
    void wide(Map<RowKey, Measures> contributions);

    /** An event that was changed or removed after it was stored, which never happens to an event. */
    void violation(byte[] bytes, int record, boolean removed);
}
