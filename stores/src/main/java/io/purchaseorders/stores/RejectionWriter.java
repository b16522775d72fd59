package io.purchaseorders.stores;

/** Keeps what was published and not accepted. */
public interface RejectionWriter {

    /** Keeps a rejection; one with the same id, which a retry makes, changes nothing. */
    void add(Rejection rejection);
}
