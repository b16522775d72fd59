package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.ProjectionStore;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** Rows of totals to compare: those that a store holds, and those that a fold from scratch gives. */
@NullMarked
final class Rows {

    private Rows() {}

    static Map<RowKey, Measures> of(ProjectionStore totals) {
        Map<RowKey, Measures> rows = totals.allTotals()
                .collect(Collectors.toMap(ProjectionReader.TotalsRow::key, ProjectionReader.TotalsRow::measures));
        rows.values().removeIf(Measures::isZero);
        return rows;
    }

    static Map<RowKey, Measures> fromScratch(Collection<RecordedEvent> events) {
        Map<RowKey, Measures> rows = new HashMap<>();
        events.stream()
                .collect(Collectors.groupingBy(event -> event.event().orderId()))
                .forEach((orderId, stored) -> Projections.contributions(
                                History.of(stored).steps(orderId), ZoneOffset.UTC)
                        .forEach((row, measures) -> rows.merge(row, measures, Measures::plus)));
        rows.values().removeIf(Measures::isZero);
        return rows;
    }
}
