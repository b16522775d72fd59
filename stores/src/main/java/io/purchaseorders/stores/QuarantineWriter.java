package io.purchaseorders.stores;

import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;

/** Puts events and rows into quarantine, ends the quarantine of events, and records violations. */
public interface QuarantineWriter {

    /** Keeps an item, unless it is kept already or was, and has been applied since. */
    void quarantine(QuarantinedEvent item);

    /** From now on additions to this row are kept beside it; see {@link RowKey#quarantineRow()}. */
    void quarantine(RowKey row, String reason);

    /** Ends the quarantine of an item that has been applied, for good. */
    void applied(EventRef event);

    /** Records what must not happen; the same one again changes nothing. */
    void record(Violation violation);
}
