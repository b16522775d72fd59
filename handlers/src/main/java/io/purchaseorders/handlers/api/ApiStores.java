package io.purchaseorders.handlers.api;

import io.purchaseorders.stores.DuplicateReader;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.NoteReader;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.QuarantineReader;
import io.purchaseorders.stores.RejectionReader;
import io.purchaseorders.stores.ShardReader;
import java.util.Set;

/** What the API reads from. It writes nothing. */
public record ApiStores(
        EventReader events,
        ProjectionReader projections,
        ShardReader shards,
        RejectionReader rejections,
        QuarantineReader quarantine,
        DuplicateReader duplicates,
        NoteReader notes) {

    /** Events that are stored and in no total. */
    Set<EventRef> quarantinedEvents() {
        return quarantine.state().events();
    }
}
