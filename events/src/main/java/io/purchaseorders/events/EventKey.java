package io.purchaseorders.events;

import java.time.Instant;

/** What tells two stored events of one order apart, written as the {@code timestamp} key of the events table. */
public record EventKey(Instant occurredAt, String eventId) {

    private static final char SEPARATOR = '#';

    /** Occurred at in UTC, fixed width, then the event id: sorts by business time. */
    public String timestamp() {
        return Instants.fixedWidth(occurredAt) + SEPARATOR + eventId;
    }

    /** Whether this is what {@link #timestamp()} writes, without writing all of it. */
    public boolean isWrittenAs(String timestamp) {
        String time = Instants.fixedWidth(occurredAt);
        return timestamp.length() == time.length() + 1 + eventId.length()
                && timestamp.startsWith(time)
                && timestamp.charAt(time.length()) == SEPARATOR
                && timestamp.endsWith(eventId);
    }

    /** Reads what {@link #timestamp()} wrote. */
    public static EventKey parse(String timestamp) {
        int separator = timestamp.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("no event key: " + timestamp);
        }
        return new EventKey(Instant.parse(timestamp.substring(0, separator)), timestamp.substring(separator + 1));
    }
}
