package io.purchaseorders.projections.batch;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a batch of stream records asks the projection store to do: first the totals, then the orders they came from.
 *
 * @param totals by row, what each contributing record adds, in stream order
 * @param days where the applied records lead from a business day to their order, each once
 * @param orders the order rows after the batch, each with the version that it must still have
 * @param conflicts stored events that lost against another content under their id
 * @param quarantined records that could not be folded; nothing of them is in the other parts
 */
public record BatchPlan(
        Map<RowKey, List<Delta>> totals,
        List<DayNote> days,
        List<OrderWrite> orders,
        List<History.Conflict> conflicts,
        List<UnfoldableEvent> quarantined,
        Counts counts) {

    /** What one record adds to one row. */
    public record Delta(SequenceNumber at, Measures measures) {}

    /**
     * An entry of the orders by day.
     *
     * @param at the first record that brings it
     */
    public record DayNote(SequenceNumber at, OrderOnDay entry) {}

    public record OrderWrite(OrderRow row, int expectedVersion) {}

    /** A record that cannot be folded, and why: in words without any of its content. */
    public record UnfoldableEvent(BatchPlanner.SequencedEvent sequenced, String reason) {}

    /** Received = applied + duplicates + quarantined; conflicts and anomalies are among the applied. */
    public record Counts(int received, int applied, int duplicates, int quarantined, int conflicts, int anomalies) {}

    /**
     * The part of a row's deltas that it does not hold yet.
     *
     * @param held up to which record the row is complete; nothing where it holds none of this shard
     */
    public static List<Delta> missing(List<Delta> deltas, Optional<SequenceNumber> held) {
        return held.map(appliedThrough -> deltas.stream()
                        .filter(delta -> delta.at().compareTo(appliedThrough) > 0)
                        .toList())
                .orElse(deltas);
    }

    public static Measures sum(List<Delta> deltas) {
        Measures sum = Measures.ZERO;
        for (Delta delta : deltas) {
            sum = sum.plus(delta.measures());
        }
        return sum;
    }
}
