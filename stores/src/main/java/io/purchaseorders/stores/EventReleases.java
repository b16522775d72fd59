package io.purchaseorders.stores;

/** Brings stored items through the stream again. */
public interface EventReleases {

    /**
     * Asks for a stored item to come through the stream once more, after whatever kept the aggregator from it was mended.
     *
     * @param request tells one request from another; the same one again changes nothing
     */
    void release(String orderId, String timestamp, String request);
}
