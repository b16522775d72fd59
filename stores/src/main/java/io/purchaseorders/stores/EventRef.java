package io.purchaseorders.stores;

import io.purchaseorders.events.RecordedEvent;

/**
 * Names a stored item of the events table, readable or not.
 *
 * @param timestamp the sort key, which is an event's business time and id where the item is an event
 */
public record EventRef(String orderId, String timestamp) {

    public static EventRef of(RecordedEvent event) {
        return new EventRef(event.event().orderId(), event.event().key().timestamp());
    }
}
