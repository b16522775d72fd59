package io.purchaseorders.stores;

import io.purchaseorders.stores.Violation.Acknowledgement;

/** Keeps that violations were dealt with. */
public interface ViolationAcknowledgements {

    /**
     * Keeps who dealt with a violation; the first to say so stays.
     *
     * @param id as {@link Violation#id} has it
     * @return whether there is such a violation that nobody had acknowledged
     */
    boolean acknowledge(String id, Acknowledgement acknowledgement);
}
