package io.purchaseorders.log;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The events of an export, as the entries that they have in a log, in any order. */
public interface ExportedEvents {

    /** Hands over every event; may be asked again. */
    void forEach(Consumer<LogEntry> each);

    /** The time of the content, where the export says it. */
    Optional<Instant> takenAt();
}
