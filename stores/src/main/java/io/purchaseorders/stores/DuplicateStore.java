package io.purchaseorders.stores;

/** How often a stored event was delivered again. Nothing of such a delivery is kept but that it came. */
public interface DuplicateStore {

    /**
     * Counts a delivery.
     *
     * @param delivery tells one delivery from another: the last one that was counted, come again, changes nothing
     */
    void count(String orderId, String eventId, String delivery);

    /** How many were counted. */
    long of(String orderId, String eventId);
}
