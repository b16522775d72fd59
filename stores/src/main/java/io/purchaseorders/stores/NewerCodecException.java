package io.purchaseorders.stores;

/**
 * A stored row was written by newer code than this. Nothing is wrong with the row: the batch or request fails and is
 * retried until the newer code is everywhere, and nothing is quarantined.
 */
public final class NewerCodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NewerCodecException(String message) {
        super(message);
    }
}
