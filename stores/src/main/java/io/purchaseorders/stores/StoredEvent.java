package io.purchaseorders.stores;

import io.purchaseorders.events.RecordedEvent;

/** What an item of the events table turns out to be when it is read. */
public sealed interface StoredEvent {

    EventRef ref();

    /** An event as this system recorded it. */
    record Intact(RecordedEvent event) implements StoredEvent {
        @Override
        public EventRef ref() {
            return EventRef.of(event);
        }
    }

    /** This system recorded it, as far as can be seen, and this version of it cannot read it. */
    record Unreadable(EventRef ref, String reason) implements StoredEvent {}

    /** It is not what this system recorded: changed since, or never an event. */
    record Altered(EventRef ref, String reason) implements StoredEvent {}
}
