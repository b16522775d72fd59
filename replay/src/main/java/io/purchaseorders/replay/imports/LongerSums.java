package io.purchaseorders.replay.imports;

import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.totals.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes of sums by the hour, which come by key and then by time, the rows of all stored lengths. For one thread. */
final class LongerSums {

    /** Takes a row that is stored. */
    @FunctionalInterface
    interface Rows {
        void row(RowKey key, Measures measures) throws IOException;
    }

    /** A row of a longer period that is being added up. */
    private static final class Sum {
        private final RowKey row;
        private Measures measures = Measures.ZERO;

        private Sum(RowKey row) {
            this.row = row;
        }
    }

    private final Rows to;

    /** The stored periods that begin and end an hour; few hours come again and again. */
    private final Map<String, Map<Granularity, String>> periods = new HashMap<>();

    private String key = "";
    private List<Granularity> stored = List.of();
    private final Map<Granularity, Sum> sums = new HashMap<>();

    LongerSums(Rows to) {
        this.to = to;
    }

    void write(Totals hours) throws IOException {
        try {
            hours.forEach((row, measures) -> {
                try {
                    add(row, measures);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        finish();
    }

    private void add(RowKey hour, Measures measures) throws IOException {
        if (!hour.aggregationKey().equals(key)) {
            finish();
            key = hour.aggregationKey();
            stored = Projections.owning(key).orElseThrow().granularities();
        }
        for (Granularity granularity : stored) {
            if (granularity == Granularity.HOUR) {
                put(hour, measures);
            } else {
                addTo(granularity, period(hour, granularity), measures);
            }
        }
    }

    private String period(RowKey hour, Granularity granularity) {
        return periods.computeIfAbsent(hour.period(), period -> new HashMap<>())
                .computeIfAbsent(granularity, length -> {
                    LocalDateTime start =
                            Granularity.HOUR.start(hour.notation()).orElseThrow();
                    return RowKey.of(hour.aggregationKey(), length, start).period();
                });
    }

    private void addTo(Granularity granularity, String period, Measures measures) throws IOException {
        Sum sum = sums.get(granularity);
        if (sum == null || !sum.row.period().equals(period)) {
            end(granularity);
            sum = new Sum(new RowKey(key, period));
            sums.put(granularity, sum);
        }
        sum.measures = sum.measures.plus(measures);
    }

    private void finish() throws IOException {
        for (Granularity granularity : new ArrayList<>(sums.keySet())) {
            end(granularity);
        }
    }

    private void end(Granularity granularity) throws IOException {
        Sum sum = sums.remove(granularity);
        if (sum != null) {
            put(sum.row, sum.measures);
        }
    }

    private void put(RowKey row, Measures measures) throws IOException {
        if (!measures.isZero()) {
            to.row(row, measures);
        }
    }
}
