package io.purchaseorders.local.sqs;

import java.time.Instant;

/**
 * A message of a queue.
 *
 * @param id unique within the queue
 * @param receiveCount how often it was received so far
 */
public record Message(long id, Instant sentAt, int receiveCount, String body) {

    Message received() {
        return new Message(id, sentAt, receiveCount + 1, body);
    }

    /** The queue's id of it, as a function sees it. */
    public String messageId() {
        return "message-" + id;
    }
}
