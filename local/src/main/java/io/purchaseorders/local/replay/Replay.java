package io.purchaseorders.local.replay;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.store.EventStore;
import io.purchaseorders.handlers.store.TotalsStore;
import io.purchaseorders.projections.History;
import io.purchaseorders.projections.Measures;
import io.purchaseorders.projections.OrderRow;
import io.purchaseorders.projections.OrderRowCodec;
import io.purchaseorders.projections.Projections;
import io.purchaseorders.projections.RowKey;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Folds the whole history afresh, straight from the stored events, and compares every projection row with what comes out:
 * totals by every measure, order rows by every byte. Reads only.
 */
public final class Replay {

    private final EventStore events;
    private final TotalsStore totals;
    private final ZoneId zone;

    /** @param zone the reporting time zone in which the live rows were written */
    public Replay(EventStore events, TotalsStore totals, ZoneId zone) {
        this.events = events;
        this.totals = totals;
        this.zone = zone;
    }

    /**
     * A row that is not what the events say.
     *
     * @param row its keys in the aggregations table
     * @param finding what is wrong with it, with the value that is stored and the one that the events give
     */
    public record Difference(String row, String finding) {}

    /** What was compared, and every difference, by row. */
    public record Report(long eventCount, long orderCount, long rowCount, List<Difference> differences) {
        public boolean isEqual() {
            return differences.isEmpty();
        }
    }

    /** Looks until there is no difference, or until those there are have nothing to do with events under way. */
    public Report settled() throws InterruptedException {
        return Settling.settled(this::run, Report::isEqual);
    }

    /** Looks once. */
    public Report run() {
        Map<RowKey, Measures> live = totals.allTotals()
                .collect(Collectors.toMap(row -> row.key().home(), TotalsStore.TotalsRow::measures, Measures::plus));
        Map<String, OrderRow> liveOrders =
                totals.allOrders().collect(Collectors.toMap(row -> row.order().orderId(), row -> row));
        Map<String, List<RecordedEvent>> histories = events.all()
                .collect(Collectors.groupingBy(event -> event.event().orderId()));

        Map<RowKey, Measures> expected = new HashMap<>();
        List<Difference> differences = new ArrayList<>();
        histories.forEach((orderId, stored) -> {
            Projections.contributions(History.of(stored).steps(orderId), zone)
                    .forEach((row, measures) -> expected.merge(row, measures, Measures::plus));
            compareOrder(orderId, OrderRow.of(orderId, stored), liveOrders.remove(orderId), differences);
        });
        liveOrders.keySet().forEach(orderId -> differences.add(new Difference(name(orderId), "has no events")));
        compareTotals(expected, live, differences);
        totals.oddities().forEach(oddity -> differences.add(new Difference(oddity.row(), oddity.finding())));
        differences.sort(Comparator.comparing(Difference::row).thenComparing(Difference::finding));
        long eventCount = histories.values().stream().mapToLong(List::size).sum();
        return new Report(eventCount, histories.size(), expected.size() + (long) histories.size(), differences);
    }

    private static void compareOrder(String orderId, OrderRow expected, @Nullable OrderRow live, List<Difference> out) {
        if (live == null) {
            out.add(new Difference(name(orderId), "is missing"));
        } else if (!Arrays.equals(expected.applied().bytes(), live.applied().bytes())) {
            out.add(new Difference(
                    name(orderId),
                    "has applied other events than the " + expected.version() + " that are stored (" + live.version()
                            + ")"));
        } else if (!OrderRowCodec.write(expected).equals(OrderRowCodec.write(live))) {
            out.add(new Difference(
                    name(orderId),
                    "is " + OrderRowCodec.write(live) + " and must be " + OrderRowCodec.write(expected)));
        }
    }

    private static String name(String orderId) {
        return OrderRow.PREFIX + orderId;
    }

    private static void compareTotals(
            Map<RowKey, Measures> expected, Map<RowKey, Measures> live, List<Difference> out) {
        expected.forEach((row, measures) -> {
            Measures stored = live.get(row);
            if (stored == null && !measures.isZero()) {
                out.add(new Difference(name(row), "is missing"));
            } else if (stored != null) {
                compare(name(row), measures, stored, out);
            }
        });
        live.forEach((row, measures) -> {
            if (!expected.containsKey(row)) {
                compare(name(row), Measures.ZERO, measures, out);
            }
        });
    }

    private static String name(RowKey row) {
        return row.aggregationKey() + " " + row.period();
    }

    private static void compare(String row, Measures expected, Measures live, List<Difference> out) {
        TreeSet<String> names = new TreeSet<>(expected.values().keySet());
        names.addAll(live.values().keySet());
        for (String name : names) {
            if (expected.get(name).compareTo(live.get(name)) != 0) {
                out.add(new Difference(
                        row,
                        name + " is " + Decimals.plain(live.get(name)) + " and must be "
                                + Decimals.plain(expected.get(name))));
            }
        }
    }
}
