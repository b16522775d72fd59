package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineReader.QuarantineState;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says what became of a batch's records, from what is durable once all of its rows are written: the orders' rows
 * and the quarantine. It never asks what this attempt did, because an earlier one may have done it.
 *
 * @param orders the orders' rows after the batch
 * @param state of the quarantine before the batch
 * @param quarantined what the batch quarantined
 */
record RecordOutcomes(Map<String, OrderRow> orders, QuarantineState state, Set<EventRef> quarantined) {

    RecordCounts of(List<StreamRecord> records) {
        RecordCounts recordCounts = RecordCounts.NONE;
        for (StreamRecord record : records) {
            recordCounts = recordCounts.plus(of(record));
        }
        return recordCounts;
    }

    private RecordCounts of(StreamRecord record) {
        return switch (record) {
            case StreamRecord.Insert insert -> inserted(ref(insert.sequenced().event()), holds(insert));
            case StreamRecord.Unreadable unreadable -> RecordCounts.QUARANTINED;
            case StreamRecord.Forged forged -> RecordCounts.QUARANTINED;
            case StreamRecord.Tampering tampering -> RecordCounts.VIOLATION;
            case StreamRecord.Release release -> released(release.event());
        };
    }

    /**
     * The quarantine is asked first: an event that a release brings in within the same batch is in its order's row as
     * well.
     */
    private RecordCounts inserted(EventRef event, boolean isHeld) {
        if (quarantined.contains(event) || state.events().contains(event)) {
            return RecordCounts.QUARANTINED;
        }
        return isHeld ? RecordCounts.APPLIED : RecordCounts.UNACCOUNTED;
    }

    private RecordCounts released(EventRef event) {
        if (!state.events().contains(event) || !holds(event)) {
            return RecordCounts.DUPLICATE;
        }
        return state.recovered().contains(event) ? RecordCounts.APPLIED : RecordCounts.RELEASED;
    }

    private boolean holds(StreamRecord.Insert insert) {
        RecordedEvent event = insert.sequenced().event();
        OrderRow row = orders.get(event.event().orderId());
        return row != null && row.applied().contains(event.event().key());
    }

    /** Whether a quarantined event is in its order's row, so that its quarantine can end. */
    boolean holds(EventRef event) {
        OrderRow row = orders.get(event.orderId());
        try {
            return row != null && row.applied().contains(EventKey.parse(event.timestamp()));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            return false;
        }
    }

    static EventRef ref(RecordedEvent event) {
        return new EventRef(event.event().orderId(), event.event().key().timestamp());
    }
}
