package io.purchaseorders.handlers.processor;

import java.util.Map;

/** What became of one message of the queue. */
sealed interface Delivery {

    /** The queue's id of the message. */
    String messageId();

    /** Of an event: the names stand in logs and answers. */
    enum Outcome {
        ACCEPTED,
        DUPLICATE,
        CONFLICT,
        REJECTED
    }

    /**
     * The event is stored, counted or kept among the rejections: the message is done with.
     *
     * @param eventBridgeId of the envelope
     * @param ids what a log may tell of it: ids only
     */
    record Settled(String messageId, String eventBridgeId, Outcome outcome, Map<String, String> ids)
            implements Delivery {}

    /** A store failed: the message goes back to the queue. */
    record Failed(String messageId, RuntimeException cause) implements Delivery {}

    /** The message is no event of the bus, and ends in the dead-letter queue. */
    record Unreadable(String messageId) implements Delivery {}
}
