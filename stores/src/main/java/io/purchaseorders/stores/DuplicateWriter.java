package io.purchaseorders.stores;

/** Counts further deliveries of stored events. Nothing of such a delivery is kept except that it came. */
public interface DuplicateWriter {

    /**
     * Counts a delivery.
     *
     * @param delivery tells one delivery from another: the last one that was counted, come again, changes nothing
     */
    void count(String orderId, String eventId, String delivery);
}
