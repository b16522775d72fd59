package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The projections: totals, the order rows they came from, and how far each is complete. Only the aggregator writes. */
public interface TotalsStore {

    /** A stored row of totals. */
    record TotalsRow(RowKey key, Measures measures) {}

    /**
     * An addition to one row, which happens at most once.
     *
     * @param cursor the shard it comes from
     * @param first the first record that contributes
     * @param last the record up to which the row is complete afterwards
     */
    record Addition(RowKey row, Measures measures, ShardCursor cursor, SequenceNumber first, SequenceNumber last) {}

    /** What became of an addition. */
    sealed interface Added {
        record Done() implements Added {}

        /**
         * Nothing was written: the row is complete up to or beyond the first record, has seen a higher fence, or is
         * sealed.
         */
        record Refused(Progress progress) implements Added {}

        /** The row cannot take this addition, now or later: a value in it is no number, or would get too long. */
        record Impossible(String reason) implements Added {}
    }

    /**
     * How far a row is.
     *
     * @param appliedThrough how far it is complete for one shard
     * @param fence the row's own fence: shards with a lower ordinal are closed, and all of theirs is in the row
     * @param sealed that it takes no addition any more, from anybody
     */
    record Progress(Optional<SequenceNumber> appliedThrough, long fence, boolean sealed) {}

    /**
     * Adds, if the row is complete up to a record before the first one, knows no higher fence than the cursor, and is not
     * sealed.
     */
    Added add(Addition addition);

    /** How far a row is for the cursor's shard; consistent with every write that was answered before. */
    Progress progress(RowKey row, ShardCursor cursor);

    /** Makes the row refuse every addition that comes after this, also one that is on its way. */
    void seal(RowKey row);

    /**
     * Order rows as they were found.
     *
     * @param rows by order id, those that exist
     * @param unreadable by order id, why a row cannot be read, in words without any of its content
     */
    record OrderRows(Map<String, OrderRow> rows, Map<String, String> unreadable) {}

    /** The rows of these orders; consistent with every write that was answered before. */
    OrderRows find(Set<String> orderIds);

    /** The rows of these orders that exist and can be read. */
    default Map<String, OrderRow> orders(Set<String> orderIds) {
        return find(orderIds).rows();
    }

    /** Whether an order's row is small enough to be stored. */
    boolean fits(OrderRow row);

    /** Replaces an order's row if it still has the expected version; 0 stands for none. */
    boolean putOrder(OrderRow row, int expectedVersion);

    /**
     * The rows of one key whose period is between two row periods, inclusive, in order.
     *
     * @param from a row period such as {@code 2026-11-01}
     * @param to a day; all rows of its hours are included
     */
    Stream<TotalsRow> totals(String aggregationKey, String from, String to);

    /** Every row of totals, in no order. */
    Stream<TotalsRow> allTotals();

    /** Every order row, in no order. */
    Stream<OrderRow> allOrders();

    /** A stored row that this system would not have written so. */
    record IntegrityFinding(String row, String finding) {}

    /** Rows that belong to nothing here, and bookkeeping of rows that cannot be: for audits. */
    Stream<IntegrityFinding> integrityFindings();
}
