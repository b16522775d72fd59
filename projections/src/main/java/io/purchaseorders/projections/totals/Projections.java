package io.purchaseorders.projections.totals;

import io.purchaseorders.projections.order.OrderFold.Step;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of contents: every projection, and the sum of what they say. */
public final class Projections {

    public static final List<Projection> ALL = List.of(new Overall(), new ByCustomer(), new ByProduct());

    private Projections() {}

    /** Whether a stored key is one of totals; the others are order rows, shards and rejections. */
    public static boolean isKey(String aggregationKey) {
        return aggregationKey.equals(Overall.KEY)
                || aggregationKey.startsWith(ByCustomer.PREFIX)
                || aggregationKey.startsWith(ByProduct.PREFIX);
    }

    /**
     * What steps add to each stored row.
     *
     * @param zone the reporting time zone, by which business times fall into periods
     */
    public static Map<RowKey, Measures> contributions(Iterable<Step> steps, ZoneId zone) {
        Map<RowKey, Measures> sum = new HashMap<>();
        for (Step step : steps) {
            contributions(step, zone).forEach((row, measures) -> sum.merge(row, measures, Measures::plus));
        }
        sum.values().removeIf(Measures::isZero);
        return sum;
    }

    /** What one step adds to each stored row. */
    public static Map<RowKey, Measures> contributions(Step step, ZoneId zone) {
        Hour hour = Hour.of(step.event().occurredAt(), zone);
        Map<RowKey, Measures> rows = new HashMap<>();
        for (Projection projection : ALL) {
            for (String key : projection.keys(step)) {
                rows.merge(
                        RowKey.of(key, hour), RowKey.inHour(hour, projection.contribution(step, key)), Measures::plus);
            }
        }
        return rows;
    }

    /** What one step adds to one key, in the period in which its event occurred; nothing where it does not touch the key. */
    public static Optional<Measures> contribution(Step step, String aggregationKey) {
        return ALL.stream()
                .filter(projection -> projection.keys(step).contains(aggregationKey))
                .map(projection -> projection.contribution(step, aggregationKey))
                .reduce(Measures::plus);
    }

    /** What takes a store that holds {@code before} to one that holds {@code after}. */
    public static Map<RowKey, Measures> difference(Map<RowKey, Measures> after, Map<RowKey, Measures> before) {
        Map<RowKey, Measures> difference = new HashMap<>(after);
        before.forEach((row, measures) -> difference.merge(row, measures.negated(), Measures::plus));
        difference.values().removeIf(Measures::isZero);
        return difference;
    }
}
