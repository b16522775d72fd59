package io.purchaseorders.replay.compare;

import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.Replay.Difference;
import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.replay.RowComparison;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import io.purchaseorders.replay.exports.EventExports;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.exports.ExportProblem;
import io.purchaseorders.replay.history.ExportedHistory;
import io.purchaseorders.replay.totals.OrderTotals;
import io.purchaseorders.replay.totals.Periods;
import io.purchaseorders.replay.totals.Slice;
import io.purchaseorders.replay.totals.Totals;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.ProjectionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Replays exports of the events table and compares the rows that come out with live projections, with an export of the
 * aggregations table, or with the replay of other exports of events.
 */
public final class ExportComparison {

    /** What the rows that an event touches take at most where they are compared with stored ones. */
    private static final int BYTES_AN_EVENT = 1_024;

    private static final int MOST_SLICES = 1 << 10;

    private static final String AGGREGATIONS = "order-aggregations";

    private final Periods hours;
    private final long memory;
    private final int threads;
    private final EventCodes codes;
    private final Consumer<ExportedHistory> watch;

    /**
     * @param zone the reporting time zone
     * @param memory bytes that events or rows under way may take
     * @param codes which every exported event needs, where they have a key
     * @param watch is given what is about to be read
     */
    public ExportComparison(ZoneId zone, long memory, int threads, EventCodes codes, Consumer<ExportedHistory> watch) {
        this.codes = codes;
        this.hours = new Periods(zone, Granularity.HOUR);
        this.memory = memory;
        this.threads = threads;
        this.watch = watch;
    }

    /** Compares with the projections in the tables of a running system. */
    public Report withLive(Path events, ProjectionReader live) throws IOException, InterruptedException {
        Report report = withRows(events, StoredRows.of(live));
        List<Difference> differences = new ArrayList<>(report.differences());
        live.integrityFindings().forEach(finding -> differences.add(new Difference(finding.row(), finding.finding())));
        return new Report(report.eventCount(), report.orderCount(), 0, report.rowCount(), sorted(differences));
    }

    /** Compares with an export of the aggregations table, or with exports of events, which are replayed as well. */
    public Report withExport(Path events, Path other) throws IOException, InterruptedException {
        List<ExportFolder> others = ExportFolder.under(other);
        if (others.stream().allMatch(ExportComparison::isAggregations)) {
            if (others.size() > 1 || others.getFirst().isIncremental()) {
                throw new ExportProblem("There must be one full export of the aggregations table in " + other + ".");
            }
            return withRows(events, new ExportedRows(others.getFirst()));
        }
        return withEvents(EventExports.under(events), EventExports.of(other, others));
    }

    private static boolean isAggregations(ExportFolder export) {
        return export.table().startsWith(AGGREGATIONS);
    }

    private ExportedHistory read(List<ExportFolder> first, List<ExportFolder> second) throws InterruptedException {
        ExportedHistory history = new ExportedHistory(first, second, memory, threads, codes);
        watch.accept(history);
        history.read();
        return history;
    }

    /**
     * By the hours alone, since the rows of longer periods are their sums. Whole rows are added up only where some differ:
     * a difference is told with the values of both sides.
     */
    private Report withEvents(List<ExportFolder> events, List<ExportFolder> others)
            throws IOException, InterruptedException {
        try (ExportedHistory history = read(events, others)) {
            List<OrderPairs> parts = history.forEachOrder(() -> new OrderPairs(new Totals(hours, Slice.ALL)));
            Totals excess =
                    Totals.together(parts.stream().map(OrderPairs::excess).toList(), threads);
            List<Difference> differences =
                    new ArrayList<>(violations(parts.stream().map(OrderPairs::violations)));
            addForged(history, differences);
            addFindings(events, differences);
            addFindings(others, differences);
            parts.forEach(part -> differences.addAll(part.differences()));
            if (!excess.isZero()) {
                Totals totals = together(history.forEachOrder(() -> new OrderTotals(new Totals(hours, Slice.ALL))));
                excess.forEach((row, more) -> {
                    Measures wanted = totals.get(row);
                    Measures other = wanted.minus(more);
                    RowComparison.compareTotals(row, wanted, other.isZero() ? null : other, differences);
                });
            }
            long orders = parts.stream().mapToLong(OrderPairs::orders).sum();
            long same = parts.stream().mapToLong(OrderPairs::sameOrders).sum();
            return new Report(
                    parts.stream().mapToLong(OrderPairs::events).sum(),
                    orders,
                    same,
                    excess.rowCount() + orders - same,
                    sorted(differences));
        }
    }

    private static void addForged(ExportedHistory history, List<Difference> differences) {
        history.forged().forEach(forged -> differences.add(new Difference("events", forged)));
    }

    /** What the exports themselves say that the fold did not find as well. */
    private static void addFindings(List<ExportFolder> exports, List<Difference> differences) throws IOException {
        for (String finding : EventExports.findings(exports)) {
            Difference difference = new Difference("events", finding);
            if (!differences.contains(difference)) {
                differences.add(difference);
            }
        }
    }

    private Totals together(List<OrderTotals> parts) throws InterruptedException {
        return Totals.together(parts.stream().map(OrderTotals::totals).toList(), threads);
    }

    private static List<Difference> violations(Stream<List<String>> parts) {
        return parts.flatMap(List::stream)
                .map(violation -> new Difference("events", violation))
                .toList();
    }

    private static Report report(List<OrderTotals> parts, long totalsRows, List<Difference> differences) {
        long orders = parts.stream().mapToLong(OrderTotals::orders).sum();
        return new Report(
                parts.stream().mapToLong(OrderTotals::events).sum(),
                orders,
                0,
                totalsRows + orders,
                sorted(differences));
    }

    /** Slice by slice, so that memory does not grow with the number of rows. */
    private Report withRows(Path folder, StoredRows stored) throws IOException, InterruptedException {
        List<ExportFolder> exports = EventExports.under(folder);
        try (ExportedHistory history = read(exports, List.of())) {
            List<Difference> differences = new ArrayList<>();
            List<OrderTotals> parts = List.of();
            long rows = 0;
            int slices = Math.clamp(history.itemCount() * BYTES_AN_EVENT / memory + 1, 1, MOST_SLICES);
            for (int number = 0; number < slices; number++) {
                Slice slice = new Slice(number, slices);
                List<ExpectedRows> expected =
                        history.forEachOrder(() -> new ExpectedRows(new OrderTotals(new Totals(hours, slice)), slice));
                parts = expected.stream().map(ExpectedRows::totals).toList();
                Totals totals = together(parts);
                rows += totals.rowCount();
                Map<String, StoredOrder> orders = new HashMap<>();
                expected.forEach(part -> orders.putAll(part.orders()));
                rows += compare(slice, totals, orders, stored, differences);
            }
            differences.addAll(violations(parts.stream().map(OrderTotals::violations)));
            addForged(history, differences);
            addFindings(exports, differences);
            return report(parts, rows, differences);
        }
    }

    /** Rows of hours are folded; those of days and months are their sums. Returns how many of these there are. */
    private static int compare(
            Slice slice,
            Totals expected,
            Map<String, StoredOrder> orders,
            StoredRows stored,
            List<Difference> differences) {
        Map<RowKey, Measures> live = new HashMap<>();
        stored.read(slice, row -> live.merge(row.key().home(), row.measures(), Measures::plus), row -> {
            String orderId = row.order().orderId();
            RowComparison.compareOrder(orderId, orders.remove(orderId), StoredOrder.of(row), differences);
        });
        orders.forEach((orderId, wanted) -> RowComparison.compareOrder(orderId, wanted, null, differences));
        Map<RowKey, Measures> longer = new HashMap<>();
        expected.forEach((row, wanted) -> {
            RowComparison.compareTotals(row, wanted, live.remove(row), differences);
            longerRows(row).forEach(sum -> longer.merge(sum, wanted, Measures::plus));
        });
        longer.forEach((row, wanted) -> RowComparison.compareTotals(row, wanted, live.remove(row), differences));
        live.forEach((row, measures) -> RowComparison.compareTotals(row, Measures.ZERO, measures, differences));
        return longer.size();
    }

    /** The stored rows of longer periods that the row of an hour is part of. */
    private static List<RowKey> longerRows(RowKey hour) {
        LocalDateTime start = Granularity.HOUR.start(hour.notation()).orElseThrow();
        return Projections.owning(hour.aggregationKey()).orElseThrow().granularities().stream()
                .filter(granularity -> granularity != Granularity.HOUR)
                .map(granularity -> RowKey.of(hour.aggregationKey(), granularity, start))
                .toList();
    }

    private static List<Difference> sorted(List<Difference> differences) {
        return differences.stream()
                .sorted(Comparator.comparing(Difference::row).thenComparing(Difference::finding))
                .toList();
    }
}
