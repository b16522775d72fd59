package io.purchaseorders.stores;

import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import java.util.Map;
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

    /** Returns, for audits, rows of no known family, and positions in rows that belong to no known shard. */
    Stream<IntegrityFinding> integrityFindings();
}
