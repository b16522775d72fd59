package io.purchaseorders.benchmarks.store;

/**
 * What requests took.
 *
 * @param write units
 * @param read units
 * @param writes items that were written
 * @param rows items that queries read
 * @param failed requests that were refused or failed; DynamoDB says nothing of their units
 */
public record Units(double write, double read, double writes, double rows, long failed) {

    /** The same for one of so many. */
    public Units each(long count) {
        return new Units(write / count, read / count, writes / count, rows / count, failed);
    }
}
