package io.purchaseorders.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one function consumes one table's stream: the {@code AWS::Lambda::EventSourceMapping} of a template.
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
        String onFailure) {

    /** The service's limits ("Lambda parameters for Amazon DynamoDB event source mappings"). */
    public static final int MAX_BATCH_SIZE = 10_000;

    public static final Duration MAX_BATCHING_WINDOW = Duration.ofMinutes(5);
    public static final Duration MAX_TUMBLING_WINDOW = Duration.ofMinutes(15);
    public static final int MAX_RETRY_ATTEMPTS = 10_000;
    public static final Duration MIN_RECORD_AGE = Duration.ofMinutes(1);
    public static final Duration MAX_RECORD_AGE = Duration.ofDays(7);

    private static final int DEFAULT_BATCH_SIZE = 100;
    private static final String TABLE = ":table/";

    /** Refuses what the service would refuse. */
    public MappingSettings {
        check(batchSize >= 1 && batchSize <= MAX_BATCH_SIZE, "BatchSize", batchSize);
        check(within(batchingWindow, MAX_BATCHING_WINDOW), "MaximumBatchingWindowInSeconds", batchingWindow);
        check(within(tumblingWindow, MAX_TUMBLING_WINDOW), "TumblingWindowInSeconds", tumblingWindow);
        check(
                maximumRetryAttempts >= -1 && maximumRetryAttempts <= MAX_RETRY_ATTEMPTS,
                "MaximumRetryAttempts",
                maximumRetryAttempts);
        check(
                maximumRecordAge.isNegative()
                        || (maximumRecordAge.compareTo(MIN_RECORD_AGE) >= 0
                                && maximumRecordAge.compareTo(MAX_RECORD_AGE) <= 0),
                "MaximumRecordAgeInSeconds",
                maximumRecordAge);
    }

    /**
     * Reads the mapping's properties as a template has them, references worked out; the defaults are the service's.
     *
     * @throws IllegalArgumentException where the service would refuse them, or this specification does not cover them
     */
    public static MappingSettings of(Map<String, ?> properties) {
        int perShard = number(properties, "ParallelizationFactor", 1);
        check(
                perShard == 1,
                "ParallelizationFactor",
                perShard); // As windows require, and as order within a shard does.
        String start = text(properties, "StartingPosition");
        check(start.equals("TRIM_HORIZON"), "StartingPosition", start); // LATEST can skip records.
        return new MappingSettings(
                table(text(properties, "EventSourceArn")),
                text(properties, "FunctionName"),
                number(properties, "BatchSize", DEFAULT_BATCH_SIZE),
                Duration.ofSeconds(number(properties, "MaximumBatchingWindowInSeconds", 0)),
                Duration.ofSeconds(number(properties, "TumblingWindowInSeconds", 0)),
                Boolean.parseBoolean(text(properties, "BisectBatchOnFunctionError")),
                number(properties, "MaximumRetryAttempts", -1),
                Duration.ofSeconds(number(properties, "MaximumRecordAgeInSeconds", -1)),
                properties.get("FunctionResponseTypes") instanceof List<?> types
                        && types.contains("ReportBatchItemFailures"),
                onFailure(properties));
    }

    private static String onFailure(Map<String, ?> properties) {
        return properties.get("DestinationConfig") instanceof Map<?, ?> config
                        && config.get("OnFailure") instanceof Map<?, ?> onFailure
                        && onFailure.get("Destination") instanceof String destination
                ? destination
                : "";
    }

    /** From {@code arn:aws:dynamodb:region:account:table/NAME/stream/LABEL}; a text without that is taken as it is. */
    private static String table(String stream) {
        int from = stream.indexOf(TABLE);
        if (from < 0) {
            return stream;
        }
        int to = stream.indexOf('/', from + TABLE.length());
        return stream.substring(from + TABLE.length(), to < 0 ? stream.length() : to);
    }

    private static String text(Map<String, ?> properties, String name) {
        Object value = properties.get(name);
        return value == null ? "" : value.toString();
    }

    private static int number(Map<String, ?> properties, String name, int absent) {
        String value = text(properties, name);
        return value.isEmpty() ? absent : Integer.parseInt(value);
    }

    private static boolean within(Duration duration, Duration most) {
        return !duration.isNegative() && duration.compareTo(most) <= 0;
    }

    private static void check(boolean right, String property, Object value) {
        if (!right) {
            throw new IllegalArgumentException(property + " cannot be " + value);
        }
    }
}
