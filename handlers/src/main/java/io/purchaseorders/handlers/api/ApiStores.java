package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.store.DuplicateStore;
import io.purchaseorders.handlers.store.EventStore;
import io.purchaseorders.handlers.store.QuarantineStore;
import io.purchaseorders.handlers.store.QuarantineStore.EventRef;
import io.purchaseorders.handlers.store.RejectionStore;
import io.purchaseorders.handlers.store.ShardStore;
import io.purchaseorders.handlers.store.TotalsStore;
import java.util.Set;

/** What the API reads from. It writes nothing. */
public record ApiStores(
        EventStore events,
        TotalsStore totals,
        ShardStore shards,
        RejectionStore rejections,
        QuarantineStore quarantine,
        DuplicateStore duplicates) {

    /** Events that are stored and in no total. */
    Set<EventRef> setAside() {
        return quarantine.marks().events();
    }
}
