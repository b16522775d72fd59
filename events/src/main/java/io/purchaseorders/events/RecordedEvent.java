package io.purchaseorders.events;

import java.time.Instant;

/**
 * An accepted event together with what the system keeps beside it.
 *
 * @param source who published it
 * @param recordedAt system time: when it was stored
 * @param detail the JSON text as published, unknown members included
 */
public record RecordedEvent(OrderEvent event, String source, Instant recordedAt, String detail) {

    /** What two contents under one event id are compared by. */
    public String digest() {
        return ContentDigest.of(event.type().wireName(), detail);
    }
}
