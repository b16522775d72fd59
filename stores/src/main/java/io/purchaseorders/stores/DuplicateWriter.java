package io.purchaseorders.stores;

/** Counts further deliveries of stored events. Of such a delivery only the number is kept. */
public interface DuplicateWriter {

    /**
     * Counts a delivery.
     *
     * @param delivery tells one delivery from another: the last one that was counted, come again, changes nothing
     */
    void count(String orderId, String eventId, String delivery);
}
