package io.purchaseorders.stores;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What was published and not accepted, whole. */
public interface RejectionStore {

    /** Keeps a rejection; one with the same id, which a retry makes, changes nothing. */
    void add(Rejection rejection);

    /**
     * Newest first.
     *
     * @param from earliest recorded at, inclusive
     * @param to latest recorded at, inclusive
     * @param after the last one that was seen, to go on behind it
     */
    Stream<Rejection> newestFirst(Optional<Instant> from, Optional<Instant> to, Optional<Position> after);

    /**
     * The newest rejections of what was published under this id, newest first; of those alone whose ids could be read.
     *
     * @param most how many at most
     */
    List<Rejection> of(String orderId, String eventId, int most);

    /** Where a rejection stands in the list. */
    record Position(Instant recordedAt, String rejectionId) {}
}
