package io.purchaseorders.handlers.api;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.api.http.Parameters;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part of history that a reader asks for, both bounds inclusive.
 *
 * @param asOf business time: only what had occurred by then
 * @param knownAt system time: only what was recorded by then
 */
record PointInTime(Optional<Instant> asOf, Optional<Instant> knownAt) {

    static PointInTime read(Parameters parameters) {
        return new PointInTime(parameters.instant("asOf"), parameters.instant("knownAt"));
    }

    /** Whether a request names a moment, well or badly. */
    static boolean isAskedFor(Parameters parameters) {
        return parameters.text("asOf").isPresent() || parameters.text("knownAt").isPresent();
    }

    boolean isNone() {
        return asOf.isEmpty() && knownAt.isEmpty();
    }

    boolean includes(RecordedEvent event) {
        return isBy(event.event().occurredAt(), asOf) && isBy(event.recordedAt(), knownAt);
    }

    private static boolean isBy(Instant at, Optional<Instant> latest) {
        return latest.map(instant -> !at.isAfter(instant)).orElse(true);
    }

    /** The latest moment that an answer can tell of. */
    Instant latest(Instant now) {
        return Stream.concat(Stream.of(now), Stream.concat(asOf.stream(), knownAt.stream()))
                .min(Instant::compareTo)
                .orElse(now);
    }
}
