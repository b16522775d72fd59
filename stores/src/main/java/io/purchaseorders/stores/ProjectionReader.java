package io.purchaseorders.stores;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Directory;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.KeyFamily;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the projections: totals, and the order rows they came from. */
public interface ProjectionReader {

    /** A stored row of totals. */
    record TotalsRow(RowKey key, Measures measures) {}

    /**
     * Order rows as they were found.
     *
     * @param rows by order id, those that exist
     * @param unreadable by order id, why a row cannot be read, in words without any of its content
     */
    record OrderRows(Map<String, OrderRow> rows, Map<String, String> unreadable) {}

    /** A defect of a stored row, which this system did not write like that. */
    record IntegrityFinding(String row, String finding) {}

    /** The rows of these orders; consistent with every write that was answered before. */
    OrderRows find(Set<String> orderIds);

    /** The rows of these orders that exist and can be read. */
    default Map<String, OrderRow> orders(Set<String> orderIds) {
        return find(orderIds).rows();
    }

    /**
     * The rows of one key and one stored granularity, in the order of their periods. No other rows are touched.
     *
     * @param from the first period in its notation; nothing where there is no bound
     * @param to the last one, inclusive; nothing where there is no bound
     */
    Stream<TotalsRow> totals(
            String aggregationKey, Granularity granularity, Optional<String> from, Optional<String> to);

    /**
     * The first day of a span on which an order has an event; consistent with every write that was answered before.
     *
     * @param to the last day of the span, inclusive
     */
    Optional<LocalDate> firstDayWithOrders(LocalDate from, LocalDate to);

    /**
     * Orders with an event in some hours of a day, in the order of their ids, at most so many: all that have one, and
     * perhaps some that have none. Consistent with every write that was answered before. Reads what there is of the day,
     * and nothing of another.
     *
     * @param after the id after which the answer begins; empty for the beginning
     */
    List<String> ordersOn(LocalDate day, Hours hours, String after, int most);

    /** Hours of a day, both inclusive. */
    record Hours(int first, int last) {
        public boolean contains(int hour) {
            return first <= hour && hour <= last;
        }
    }

    /**
     * A key of totals.
     *
     * @param rows its rows of months among those that were asked for; one at least
     */
    record DirectoryEntry(String aggregationKey, List<RowKey> rows) {}

    /**
     * Which keys are asked for.
     *
     * @param family of which projection
     * @param months with a row in one of these, in their notation
     * @param prefix what their names begin with; empty for all
     * @param after the name after which the answer begins; empty for the beginning
     * @param most how many the reader expects to take, which decides how much is read at once
     */
    record DirectoryQuestion(KeyFamily family, List<String> months, String prefix, String after, int most) {}

    /**
     * Keys in the order of {@link Directory#ORDER}, each once, read as far as the answer is taken. An index is asked, which
     * follows its table within moments: a row that was made just now may be missing, no other.
     */
    Stream<DirectoryEntry> directory(DirectoryQuestion question);

    /** Those of some rows of totals that exist, in no order. */
    List<TotalsRow> totals(Collection<RowKey> rows);

    /** Every entry of the orders by day, in no order, perhaps more than once. */
    Stream<OrderOnDay> allOrdersByDay();

    /** Every row of totals, in no order. */
    Stream<TotalsRow> allTotals();

    /** Every order row, in no order. */
    Stream<OrderRow> allOrders();

    /** Returns, for audits, rows of no known family, and positions in rows that belong to no known shard. */
    Stream<IntegrityFinding> integrityFindings();

    /** Takes what there is, in one thread and in no order. */
    interface Rows {
        void totals(TotalsRow row);

        void order(OrderRow row);

        void day(OrderOnDay entry);

        void finding(IntegrityFinding finding);
    }

    /** All of them at once, for whoever wants each: a table is read once for that. */
    default void forEachRow(Rows rows) {
        allTotals().forEach(rows::totals);
        allOrders().forEach(rows::order);
        allOrdersByDay().forEach(rows::day);
        integrityFindings().forEach(rows::finding);
    }
}
