package io.purchaseorders.handlers.api;

import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Sums the rows of one key, which come in order, into periods, reading no further than the row that ends one. Periods
 * without events are left out.
 */
final class PeriodSums implements Iterator<PeriodSums.Sum> {

    record Sum(String period, Measures measures) {}

    private final Iterator<TotalsRow> rows;
    private final PeriodRange range;

    /** In order; all but the last are complete. */
    private final Deque<Sum> open = new ArrayDeque<>();

    PeriodSums(Iterator<TotalsRow> rows, PeriodRange range) {
        this.rows = rows;
        this.range = range;
    }

    @Override
    public boolean hasNext() {
        while (true) {
            while (open.size() < 2 && rows.hasNext()) {
                take(rows.next());
            }
            Sum first = open.peekFirst();
            if (first == null || hasEvents(first)) {
                return first != null;
            }
            open.removeFirst();
        }
    }

    @Override
    public Sum next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return open.removeFirst();
    }

    private static boolean hasEvents(Sum sum) {
        return sum.measures().get(Measure.EVENTS).signum() > 0;
    }

    /** A period to which later rows may still add is the last one; rows come in order. */
    private void take(TotalsRow row) {
        String period = periodOf(row.key());
        if (range.contains(period)) {
            Sum last = open.peekLast();
            Measures before = last != null && last.period().equals(period)
                    ? open.removeLast().measures()
                    : Measures.ZERO;
            open.addLast(new Sum(period, before.plus(row.measures())));
        }
    }

    private String periodOf(RowKey row) {
        return row.granularity()
                .flatMap(granularity -> granularity.start(row.notation()))
                .map(range.granularity()::of)
                .orElseThrow(() -> new IllegalStateException("a row of totals is of no period: " + row));
    }
}
