package io.purchaseorders.local.cloudformation;

import java.time.Duration;

/**
 * How a function consumes a queue: the {@code AWS::Lambda::EventSourceMapping} of a template.
 *
 * @param functionArn the consumer, perhaps with an alias
 * @param batchSize most messages of one invocation
 * @param batchingWindow how long a batch may wait to fill
 * @param maximumConcurrency most invocations at once
 */
public record QueueMapping(
        String queueArn, String functionArn, int batchSize, Duration batchingWindow, int maximumConcurrency) {

    /** The service's limits ("Lambda parameters for Amazon SQS event source mappings"). */
    private static final int MAX_BATCH_SIZE = 10_000;

    private static final int MAX_BATCH_SIZE_WITHOUT_WINDOW = 10;
    private static final Duration MAX_BATCHING_WINDOW = Duration.ofMinutes(5);
    private static final int MIN_CONCURRENCY = 2;
    private static final int MAX_CONCURRENCY = 1_000;

    /** Refuses what the service would refuse. */
    public QueueMapping {
        check(batchSize >= 1 && batchSize <= MAX_BATCH_SIZE, "BatchSize", batchSize);
        check(
                batchingWindow.isZero() ? batchSize <= MAX_BATCH_SIZE_WITHOUT_WINDOW : !batchingWindow.isNegative(),
                "MaximumBatchingWindowInSeconds",
                batchingWindow);
        check(batchingWindow.compareTo(MAX_BATCHING_WINDOW) <= 0, "MaximumBatchingWindowInSeconds", batchingWindow);
        check(
                maximumConcurrency >= MIN_CONCURRENCY && maximumConcurrency <= MAX_CONCURRENCY,
                "ScalingConfig.MaximumConcurrency",
                maximumConcurrency);
    }

    private static void check(boolean right, String property, Object value) {
        if (!right) {
            throw new IllegalArgumentException(property + " of a queue's mapping cannot be " + value);
        }
    }
}
