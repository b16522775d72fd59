package io.purchaseorders.notary;

import java.time.Instant;
import java.util.Optional;

/** Where exports of the events table are asked for. */
public interface ExportRequests {

    /** What became of an export. */
    enum Status {
        RUNNING,
        FINISHED,
        FAILED
    }

    /** Until when the table can be exported: some minutes ago. */
    Instant latest();

    /**
     * Asks for an export; with the same token as before, for the same export.
     *
     * @param since from when on the changes; nothing for all items
     * @param through until when, exclusive
     * @return what {@link #status} knows it by
     */
    String begin(Optional<Instant> since, Instant through, String token);

    Status status(String arn);
}
