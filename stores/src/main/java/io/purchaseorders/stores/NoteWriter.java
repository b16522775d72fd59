package io.purchaseorders.stores;

/** Notes events that are about to be stored. Only the order-processor does. */
public interface NoteWriter {

    /** Instances of the function share so many notes. */
    int SLOTS = 8;

    /**
     * Adds an event to the note of a slot, which keeps it as {@link NoteThinning} says.
     *
     * @param slot from 0 to {@link #SLOTS} - 1, the same for all calls of an instance
     */
    void note(int slot, NotedEvent event);
}
