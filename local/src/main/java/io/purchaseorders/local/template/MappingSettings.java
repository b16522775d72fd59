package io.purchaseorders.local.template;

import java.time.Duration;

/**
 * How one function consumes one table's stream: the event source mapping of the template.
 *
 * @param tableName the table whose stream it is
 * @param functionArn the consumer, perhaps with an alias
 * @param batchSize most records of one invocation
 * @param batchingWindow how long a batch may wait to fill
 * @param tumblingWindow zero for none
 * @param maximumRetryAttempts -1 for no limit
 * @param maximumRecordAge negative for no limit
 * @param onFailure the ARN that discarded batches go to, empty for none
 */
public record MappingSettings(
        String tableName,
        String functionArn,
        int batchSize,
        Duration batchingWindow,
        Duration tumblingWindow,
        boolean bisectOnError,
        int maximumRetryAttempts,
        Duration maximumRecordAge,
        boolean reportsBatchItemFailures,
        String onFailure) {}
