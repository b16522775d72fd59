package io.purchaseorders.cli;

import io.purchaseorders.log.LogEntry;
import java.util.List;
import java.util.function.Consumer;

/** Items of an events table, as the entries that they have in a log. */
interface EntrySource {

    /** Hands over every event. */
    void forEach(Consumer<LogEntry> each);

    /** What the last pass found that is no event, or was changed or deleted; a sentence for each. */
    List<String> unreadable();
}
