package io.purchaseorders.stores;

import io.purchaseorders.events.RecordedEvent;

/** Stores what was published. It inserts what was absent and does nothing else: events are never changed or removed. */
public interface EventWriter {

    /** What became of an append. */
    sealed interface Appended {
        record Stored() implements Appended {}

        /** An event was stored under this key before. */
        record Present(RecordedEvent stored) implements Appended {}

        /** The key is taken by an item that is no event, or not what was recorded. */
        record Taken(String reason) implements Appended {}
    }

    /** Stores the event unless its key (order, business time, event id) is taken. */
    Appended append(RecordedEvent event);
}
