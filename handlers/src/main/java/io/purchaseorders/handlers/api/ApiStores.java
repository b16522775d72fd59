package io.purchaseorders.handlers.api;

import io.purchaseorders.stores.DuplicateStore;
import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.QuarantineStore.EventRef;
import io.purchaseorders.stores.RejectionStore;
import io.purchaseorders.stores.ShardStore;
import io.purchaseorders.stores.TotalsStore;
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
    Set<EventRef> quarantinedEvents() {
        return quarantine.state().events();
    }
}
