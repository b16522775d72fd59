package io.purchaseorders.benchmarks.fold;

/**
 * An event as the engines' users have it: flat, mutable, with what the totals need and no more, so that engines can hand
 * it on cheaply. Amounts are cents, which the reference load can do with; units are whole.
 */
@SuppressWarnings("NullAway.Init") // engines fill the fields
public final class Event {

    public static final int PLACED = 0;
    public static final int AMENDED = 1;
    public static final int CONFIRMED = 2;
    public static final int SHIPPED = 3;
    public static final int DELIVERED = 4;
    public static final int CANCELLED = 5;
    public static final int RETURNED = 6;

    public String orderId;
    public int type;
    public int day;
    public String customer = "";
    public String currency = "";

    /** Shipping and tax. */
    public long extras;

    public String[] skus = new String[0];
    public long[] units = new long[0];

    /** Of each line; refunds where it was returned. */
    public long[] amounts = new long[0];

    public Event() {}

    public String getOrderId() {
        return orderId;
    }
}
