package io.purchaseorders.stores;

/** An item is not what this system recorded; the message says by what this shows. */
public final class AlteredEventException extends IllegalArgumentException {
    public AlteredEventException(String message) {
        super(message);
    }
}
