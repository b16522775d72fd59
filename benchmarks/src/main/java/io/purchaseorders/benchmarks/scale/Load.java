package io.purchaseorders.benchmarks.scale;

import java.util.Random;

/**
 * What publishers send: events of which some have lines, of customers and products by Zipf's law. As the reference load of
 * {@code bench cost}: four events an order, of which the placing has three lines.
 *
 * @param eventsASecond of all publishers
 * @param seconds for so long
 * @param shards of the stream, over which orders are spread evenly
 */
record Load(long seed, int eventsASecond, int seconds, int shards) {

    static final int CUSTOMERS = 10_000;
    static final int PRODUCTS = 2_000;

    /** Of a hundred events: placings, and the amendments, cancellations and returns that touch products as well. */
    static final int WITH_LINES_PERCENT = 30;

    static final int LINES = 3;

    /** Draws keys by Zipf's law with the exponent 1. */
    static final class Keys {

        private final Random random;
        private final double[] upTo;

        Keys(Random random, int count) {
            this.random = random;
            this.upTo = new double[count];
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += 1.0 / (i + 1);
                upTo[i] = sum;
            }
        }

        int next() {
            double drawn = random.nextDouble() * upTo[upTo.length - 1];
            int found = java.util.Arrays.binarySearch(upTo, drawn);
            return found < 0 ? -found - 1 : found;
        }
    }
}
