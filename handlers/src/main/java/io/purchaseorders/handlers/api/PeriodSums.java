package io.purchaseorders.handlers.api;

import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.MeasureNames;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/**
 * Sums the rows of one key, which come in order, into periods, reading no further than the row that ends one. Periods
 * without events are left out.
 */
final class PeriodSums implements Iterator<PeriodSums.Sum> {

    record Sum(String period, Measures measures) {}

    /** A period to which later rows may still add. */
    private record Open(String period, TreeMap<String, BigDecimal> values) {
        void add(String measure, BigDecimal value) {
            values.merge(measure, value, BigDecimal::add);
        }

        boolean hasEvents() {
            return values.getOrDefault(MeasureNames.EVENTS, BigDecimal.ZERO).signum() > 0;
        }
    }

    private final Iterator<TotalsRow> rows;
    private final PeriodRange range;

    /** In order; all but the last are complete. */
    private final Deque<Open> open = new ArrayDeque<>();

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
            Open first = open.peekFirst();
            if (first == null || first.hasEvents()) {
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
        Open first = open.removeFirst();
        return new Sum(first.period(), Measures.of(first.values()));
    }

    private void take(TotalsRow row) {
        Map<String, String> periods = new HashMap<>();
        row.measures().values().forEach((attribute, value) -> {
            String period = periods.computeIfAbsent(row.key().hourOf(attribute), this::periodOf);
            if (range.contains(period)) {
                ending(period).add(RowKey.measureOf(attribute), value);
            }
        });
    }

    private String periodOf(String hour) {
        return Granularity.HOUR
                .start(hour)
                .map(range.granularity()::of)
                .orElseThrow(() -> new IllegalStateException("a stored measure stands in no hour: " + hour));
    }

    /** Attributes are sorted, so hours come in order inside of a row as rows do. */
    private Open ending(String period) {
        Open last = open.peekLast();
        if (last == null || !last.period().equals(period)) {
            last = new Open(period, new TreeMap<>());
            open.addLast(last);
        }
        return last;
    }
}
