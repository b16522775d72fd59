package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.RowKey;
import java.util.List;
import java.util.Set;

/**
 * What the aggregator goes on without, decided once and for every retry: events that cannot be folded, and rows that take
 * no further addition. Both stay until their cause is mended.
 */
public interface QuarantineStore {

    /** Names a stored item of the events table, readable or not. */
    record EventRef(String orderId, String timestamp) {}

    /**
     * An item of the stream that is not in the projections.
     *
     * @param reason in words without any of its content
     * @param payload the item as JSON
     */
    record QuarantinedEvent(EventRef event, String reason, String shardId, SequenceNumber at, String payload) {}

    /**
     * A change of the immutable events that the stream told of.
     *
     * @param kind MODIFY or REMOVE
     */
    record Violation(EventRef event, String kind, String shardId, SequenceNumber at) {}

    /** The reason of what the stream gave up before it was complete, and a release brought back. */
    String RECOVERED = "given up by the stream, brought back by a release";

    /**
     * What a batch must respect.
     *
     * @param events that are quarantined
     * @param recovered those of them that no batch has counted before, because the stream gave them up
     * @param rows whose additions go beside them
     */
    record QuarantineState(Set<EventRef> events, Set<EventRef> recovered, Set<RowKey> rows) {}

    /** Consistent with every mark that was answered before. */
    QuarantineState state();

    /** Keeps an item, unless it is kept already or was, and has been applied since. */
    void quarantine(QuarantinedEvent item);

    /** From now on additions to this row go beside it; see {@link RowKey#quarantineRow()}. */
    void quarantine(RowKey row, String reason);

    /** Ends the keeping of an item that has been applied, for good. */
    void applied(EventRef event);

    /** Remembers a change of what must not change; the same one again changes nothing. */
    void record(Violation violation);

    List<QuarantinedEvent> events();

    /** What is quarantined of one order. */
    List<QuarantinedEvent> of(String orderId);

    List<Violation> violations();
}
