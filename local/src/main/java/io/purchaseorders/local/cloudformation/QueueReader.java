package io.purchaseorders.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads {@code AWS::SQS::Queue} and the mappings of queues; the defaults are the services'. */
final class QueueReader {

    private static final int DEFAULT_VISIBILITY_SECONDS = 30;
    private static final int DEFAULT_RETENTION_SECONDS = 345_600;
    private static final int DEFAULT_BATCH_SIZE = 10;
    private static final int UNLIMITED_CONCURRENCY = 1_000;

    private QueueReader() {}

    static QueueDefinition queue(String logicalId, JsonNode properties) {
        JsonNode redrive = properties.path("RedrivePolicy");
        String name = properties.path("QueueName").asText(logicalId);
        return new QueueDefinition(
                logicalId,
                name,
                PhysicalNames.queueArn(name),
                Duration.ofSeconds(properties.path("VisibilityTimeout").asInt(DEFAULT_VISIBILITY_SECONDS)),
                Duration.ofSeconds(properties.path("MessageRetentionPeriod").asInt(DEFAULT_RETENTION_SECONDS)),
                redrive.isObject()
                        ? Optional.of(new QueueDefinition.Redrive(
                                redrive.path("deadLetterTargetArn").asText(),
                                redrive.path("maxReceiveCount").asInt()))
                        : Optional.empty());
    }

    /** @throws IllegalArgumentException where the service would refuse it, or the local system does otherwise */
    static QueueMapping mapping(JsonNode properties) {
        boolean partial = StreamSupport.stream(
                        properties.path("FunctionResponseTypes").spliterator(), false)
                .anyMatch(type -> type.asText().equals("ReportBatchItemFailures"));
        if (!partial) {
            throw new IllegalArgumentException(
                    "A queue's mapping without ReportBatchItemFailures would retry what has succeeded");
        }
        return new QueueMapping(
                properties.path("EventSourceArn").asText(),
                PhysicalNames.functionArn(properties.path("FunctionName").asText()),
                properties.path("BatchSize").asInt(DEFAULT_BATCH_SIZE),
                Duration.ofSeconds(
                        properties.path("MaximumBatchingWindowInSeconds").asInt(0)),
                properties.at("/ScalingConfig/MaximumConcurrency").asInt(UNLIMITED_CONCURRENCY));
    }
}
