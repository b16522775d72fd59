package io.purchaseorders.cli.generate;

import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Writes sample events as NDJSON of EventBridge entries, in the order of business time, so that the lives of many orders
 * run side by side: about four events an order, none an anomaly, all within the first half of 2026. The same arguments
 * give the same bytes on every machine.
 */
public final class SampleEntries {

    /** Placing times are told apart to the millisecond, and their arithmetic stays within 64 bits. */
    public static final long MOST_ORDERS = 100_000_000;

    private SampleEntries() {}

    /**
     * Writes all events of that many orders. Memory holds a few words for each order that is open at a time, about a tenth of
     * all.
     *
     * @param orders from 0 to {@link #MOST_ORDERS}
     * @param seed any number; samples of different seeds or sizes share no order
     */
    public static void write(long orders, long seed, Writer out) throws IOException {
        if (orders < 0 || orders > MOST_ORDERS) {
            throw new IllegalArgumentException("orders must be from 0 to " + MOST_ORDERS + ", not " + orders);
        }
        PriorityQueue<Pending> open = new PriorityQueue<>();
        for (long number = 0; number < orders; number++) {
            SampleOrder order = new SampleOrder(orders, seed, number);
            Pending placed = new Pending(order.atMillis(0), number, 0);
            while (!open.isEmpty() && open.peek().compareTo(placed) < 0) {
                Pending due = open.remove();
                write(new SampleOrder(orders, seed, due.number()), due, open, out);
            }
            write(order, placed, open, out);
        }
        while (!open.isEmpty()) {
            Pending due = open.remove();
            write(new SampleOrder(orders, seed, due.number()), due, open, out);
        }
        out.flush();
    }

    private static void write(SampleOrder order, Pending due, PriorityQueue<Pending> open, Writer out)
            throws IOException {
        out.write(order.entry(due.step()).line());
        // Not the platform's line end: the bytes are the same everywhere.
        out.write('\n');
        int next = due.step() + 1;
        if (next < order.size()) {
            open.add(new Pending(order.atMillis(next), due.number(), next));
        }
    }

    /** The next event of an open order. */
    private record Pending(long atMillis, long number, int step) implements Comparable<Pending> {

        private static final Comparator<Pending> BY_TIME =
                Comparator.comparingLong(Pending::atMillis).thenComparingLong(Pending::number);

        @Override
        public int compareTo(Pending other) {
            return BY_TIME.compare(this, other);
        }
    }
}
