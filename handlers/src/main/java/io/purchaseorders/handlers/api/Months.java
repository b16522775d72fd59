package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Overall;
import io.purchaseorders.stores.ProjectionReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The months that a question about many keys looks at: one, those of a year, or all that have events. Keys have rows in
 * an index of months, and years and the whole are sums of those.
 *
 * @param period in the notation of the granularity
 */
record Months(Granularity granularity, String period) {

    /** The lengths of period that such questions know, the shortest first. */
    static final List<Granularity> GRANULARITIES = List.of(Granularity.MONTH, Granularity.YEAR, Granularity.TOTAL);

    private static final Months ALL = new Months(Granularity.TOTAL, Granularity.TOTAL.name());

    private static final int MONTHS_OF_A_YEAR = 12;

    /** The months of {@code granularity} and {@code period}; all of them where {@code granularity} is absent or a fault. */
    static Months read(Parameters parameters) {
        Optional<Granularity> granularity = parameters
                .oneOf("granularity", GRANULARITIES.stream().map(Enum::name).toList())
                .map(Granularity::valueOf);
        if (granularity.isEmpty()) {
            if (parameters.text("granularity").isEmpty()
                    && parameters.text("period").isPresent()) {
                parameters.fault("period", "needs a granularity, one of " + GRANULARITIES);
            }
            return ALL;
        }
        PeriodRange one = PeriodRange.one(parameters, granularity.get());
        return new Months(granularity.get(), one.from().orElse(ALL.period()));
    }

    /** Their notations, the earliest first. What has no events under {@code ALL} has none under any key. */
    List<String> notations(ProjectionReader projections) {
        return switch (granularity) {
            case MONTH -> List.of(period);
            case YEAR ->
                IntStream.rangeClosed(1, MONTHS_OF_A_YEAR)
                        .mapToObj(month -> "%s-%02d".formatted(period, month))
                        .toList();
            case TOTAL -> withEvents(projections);
            case HOUR, DAY, WEEK -> throw new IllegalStateException("is no sum of months: " + granularity);
        };
    }

    private static List<String> withEvents(ProjectionReader projections) {
        try (Stream<ProjectionReader.TotalsRow> rows =
                projections.totals(Overall.KEY, Granularity.MONTH, Optional.empty(), Optional.empty())) {
            return rows.map(row -> row.key().notation()).distinct().toList();
        }
    }
}
