package io.purchaseorders.stores;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what was published and not accepted, whole. */
public interface RejectionReader {

    /** A rejection's position in the list. */
    record Position(Instant recordedAt, String rejectionId) {}

    /**
     * All rejections of a span of time, newest first.
     *
     * @param from earliest recorded at, inclusive
     * @param to latest recorded at, inclusive
     * @param after the last one that was seen; the answer begins with the next
     */
    Stream<Rejection> newestFirst(Optional<Instant> from, Optional<Instant> to, Optional<Position> after);

    /**
     * The newest rejections of what was published under this id, newest first; only those whose ids could be read.
     *
     * @param most how many at most; conflicts before all else, so that no number of later rejections hides that there was one
     */
    List<Rejection> of(String orderId, String eventId, int most);
}
