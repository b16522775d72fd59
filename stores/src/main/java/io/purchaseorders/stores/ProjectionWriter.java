package io.purchaseorders.stores;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Writes the projections, each addition at most once. Only the aggregator does. */
public interface ProjectionWriter {

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

        /** The row cannot take this addition, now or later: a value in it is not a number, or would get too long. */
        record Impossible(String reason) implements Added {}
    }

    /**
     * How far a row is.
     *
     * @param appliedThrough how far it is complete for one shard
     * @param fence the row's own fence: shards with a lower ordinal are closed, and all of their records are in the row
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

    /** Makes the row refuse every addition that comes after this, also one that is under way. */
    void seal(RowKey row);

    /**
     * Orders of one business day.
     *
     * @param origin who adds them: the same origin adds to the same item, so a retry makes no other
     * @param entries all of the same day
     */
    record DayOrders(String origin, List<OrderOnDay> entries) {

        /** Ids have at most 64 bytes: a sixth of what an item holds, so that retries of other cuts find room. */
        public static final int MOST = 1_000;

        public DayOrders {
            if (entries.isEmpty() || entries.size() > MOST) {
                throw new IllegalArgumentException("1 to " + MOST + " orders of a day, not " + entries.size());
            }
            entries = List.copyOf(entries);
        }

        public LocalDate day() {
            return entries.getFirst().day();
        }
    }

    /** Adds orders to those that are known to have an event on a day. What is known already stays, whoever adds. */
    void note(DayOrders orders);

    /** Whether an order's row is small enough to be stored. */
    boolean fits(OrderRow row);

    /** Replaces an order's row if it still has the expected version; 0 means that there is none. */
    boolean putOrder(OrderRow row, int expectedVersion);
}
