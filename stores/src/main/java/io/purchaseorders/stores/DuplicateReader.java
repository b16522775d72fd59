package io.purchaseorders.stores;

/** Tells how often a stored event was delivered again. */
public interface DuplicateReader {

    /** How many further deliveries were counted. */
    long of(String orderId, String eventId);
}
