package io.purchaseorders.stores;

import io.purchaseorders.events.ContentDigest;
import io.purchaseorders.events.Fault;
import io.purchaseorders.events.PublishedIds;
import io.purchaseorders.events.RecordedEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An event that was published and is not among the stored ones, with every reason.
 *
 * @param rejectionId the same for the same content, so that a publisher's retry adds nothing
 * @param eventId as far as one can be read
 * @param orderId as far as one can be read
 * @param digests of the two contents, for a conflict
 * @param detail the text as published
 */
public record Rejection(
        String rejectionId,
        Instant recordedAt,
        Outcome outcome,
        String type,
        String source,
        Optional<String> eventId,
        Optional<String> orderId,
        List<Fault> reasons,
        Optional<Digests> digests,
        String detail) {

    /** The order of lists. */
    public static final Comparator<Rejection> NEWEST_FIRST = Comparator.comparing(Rejection::recordedAt)
            .thenComparing(Rejection::rejectionId)
            .reversed();

    /** Why it was not stored. The names are part of stored rows and of answers. */
    public enum Outcome {
        REJECTED,
        CONFLICT
    }

    /** What two contents under one event id are compared by. */
    public record Digests(String stored, String received) {}

    public Rejection {
        reasons = List.copyOf(reasons);
    }

    /** An event that breaks rules. */
    public static Rejection invalid(String type, String source, String detail, Instant recordedAt, List<Fault> faults) {
        PublishedIds ids = PublishedIds.of(detail);
        return new Rejection(
                id(type, source, detail),
                recordedAt,
                Outcome.REJECTED,
                type,
                source,
                ids.eventId(),
                ids.orderId(),
                faults,
                Optional.empty(),
                detail);
    }

    /** An event whose id belongs to another content already. */
    public static Rejection conflict(RecordedEvent stored, RecordedEvent received) {
        String type = received.event().type().wireName();
        return new Rejection(
                id(type, received.source(), received.detail()),
                received.recordedAt(),
                Outcome.CONFLICT,
                type,
                received.source(),
                Optional.of(received.event().eventId()),
                Optional.of(received.event().orderId()),
                List.of(new Fault("/eventId", "stands for another content of this order already")),
                Optional.of(new Digests(stored.digest(), received.digest())),
                received.detail());
    }

    private static String id(String type, String source, String detail) {
        return ContentDigest.of(source + "\n" + type, detail);
    }
}
