package io.purchaseorders.local.cloudformation;

import java.time.Duration;
import java.util.Optional;

/**
 * One SQS queue of the template.
 *
 * @param visibilityTimeout how long a message that was received and not deleted stays hidden
 * @param retention how long a message is kept, from when it was sent
 * @param redrive where messages go that were received too often; empty where they never do
 */
public record QueueDefinition(
        String logicalId,
        String name,
        String arn,
        Duration visibilityTimeout,
        Duration retention,
        Optional<Redrive> redrive) {

    /** @param maxReceiveCount how often a message is received before it goes to the dead-letter queue */
    public record Redrive(String deadLetterArn, int maxReceiveCount) {}
}
