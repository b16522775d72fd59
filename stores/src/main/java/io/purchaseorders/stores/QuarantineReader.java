package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.RowKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells what the aggregator leaves out, decided once and for every retry: events that cannot be folded, and rows that take
 * no further addition. Both stay in quarantine until their cause is mended.
 */
public interface QuarantineReader {

    /** The reason of what the stream gave up before it was complete, and a release brought back. */
    String RECOVERED = "given up by the stream, brought back by a release";

    /** The reason of an order's later events after its row was lost. */
    String ROW_LOST = "the order's row is missing, although earlier events of the order are stored";

    /**
     * Whether a reason lies in the rows of one generation and not in the event, so that another generation need not share it.
     */
    static boolean isOfRow(String reason) {
        return reason.startsWith("the order's row ")
                || reason.startsWith("the version of the order's row ")
                || reason.equals(RECOVERED);
    }

    /**
     * An item of the stream that is not in the projections.
     *
     * @param reason in words without any of its content
     * @param payload the item as JSON
     */
    record QuarantinedEvent(EventRef event, String reason, String shardId, SequenceNumber at, String payload) {}

    /**
     * What a batch must respect.
     *
     * @param events that are quarantined
     * @param recovered those of them that no batch has counted before, because the stream gave them up
     * @param rows whose additions are kept beside them
     */
    record QuarantineState(Set<EventRef> events, Set<EventRef> recovered, Set<RowKey> rows) {}

    /** What is in quarantine. */
    sealed interface Subject {
        /** An event that is in no total. */
        record Event(EventRef ref) implements Subject {}

        /** A row whose additions are kept beside it. */
        record Row(RowKey key) implements Subject {}
    }

    /**
     * A decision to quarantine something, which stands until its cause is mended.
     *
     * @param position tells it from every other one, and where it is among them
     * @param reason in words without any of its content
     */
    record Decision(String position, Subject subject, String reason) {}

    /** Everything that is in quarantine, without payloads; consistent with every write that was answered before. */
    QuarantineState state();

    /**
     * The decisions that stand, without payloads, by their positions: those on events before those on rows.
     *
     * @param after the position after which to begin, of a decision that may be gone; empty for the first one
     */
    Stream<Decision> decisions(String after);

    /** The quarantined events with their payloads. */
    List<QuarantinedEvent> events();

    /** The quarantined events of one order. */
    List<QuarantinedEvent> of(String orderId);

    /** Every violation that was recorded. */
    List<Violation> violations();
}
