package io.purchaseorders.replay.export;

import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.replay.Replay.Difference;
import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.replay.RowComparison;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import io.purchaseorders.stores.ProjectionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Replays an export of the events table and compares the rows with live projections, with an export of the aggregations
 * table, or with the replay of another export of events. Rows are compared slice by slice, so that memory does not grow
 * with their number.
 */
public final class ExportComparison {

    /** What the rows that an event touches take at most, as objects on both sides: as they are made where sums differ. */
    private static final int BYTES_AN_EVENT = 4_096;

    private static final String AGGREGATIONS = "order-aggregations";

    private final ZoneId zone;
    private final long memory;
    private final int threads;

    /**
     * @param zone the reporting time zone
     * @param memory bytes that events or rows under way may take
     */
    public ExportComparison(ZoneId zone, long memory, int threads) {
        this.zone = zone;
        this.memory = memory;
        this.threads = threads;
    }

    /** Says how far the reading is: items read, and items in all. */
    public interface Watch {
        void reading(ExportReplay replay);
    }

    /** With the projections in the tables of a running system. */
    public Report withLive(Path events, ProjectionReader live, Watch watch) throws IOException, InterruptedException {
        Report report = compare(events, new StoredRows(liveRows(live)), watch);
        List<Difference> differences = new ArrayList<>(report.differences());
        live.integrityFindings()
                .forEach(integrityFinding ->
                        differences.add(new Difference(integrityFinding.row(), integrityFinding.finding())));
        return new Report(report.eventCount(), report.orderCount(), report.rowCount(), sorted(differences));
    }

    /** With another export: of the aggregations table, or of events, which is replayed as well. */
    public Report withExport(Path events, Path other, Watch watch) throws IOException, InterruptedException {
        List<ExportFolder> others = ExportFolder.under(other);
        if (others.stream().allMatch(ExportComparison::isAggregations)) {
            if (others.size() > 1 || others.getFirst().isIncremental()) {
                throw new ExportProblem("There must be one full export of the aggregations table in " + other + ".");
            }
            return compare(events, new StoredRows(new ExportedRows(others)), watch);
        }
        try (ExportReplay second = replay(other, others, watch)) {
            return compare(events, new ReplayedRows(second), watch);
        }
    }

    private static boolean isAggregations(ExportFolder export) {
        return export.table().startsWith(AGGREGATIONS);
    }

    private ExportReplay replay(Path folder, List<ExportFolder> exports, Watch watch) throws InterruptedException {
        if (exports.stream().anyMatch(ExportComparison::isAggregations)) {
            throw new ExportProblem("There is an export of the aggregations table in " + folder
                    + ": name a folder that holds exports of the events table only.");
        }
        ExportReplay replay = new ExportReplay(exports, zone, memory, threads);
        watch.reading(replay);
        replay.read();
        return replay;
    }

    private Report compare(Path folder, OtherRows others, Watch watch) throws IOException, InterruptedException {
        try (ExportReplay replay = replay(folder, ExportFolder.under(folder), watch)) {
            List<Difference> differences = new ArrayList<>();
            int slices = Math.clamp(replay.itemCount() * BYTES_AN_EVENT / memory + 1, 1, 1 << 10);
            long orders = 0;
            long rows = 0;
            for (int number = 0; number < slices; number++) {
                Slice slice = new Slice(number, slices);
                Totals totals = replay.fold(Totals.Period.HOUR, slice).totals();
                if (number == 0) {
                    totals.violations().forEach(violation -> differences.add(new Difference("events", violation)));
                }
                Map<String, StoredOrder> expectedOrders = replay.orderRows(slice);
                rows += totals.rowCount() + expectedOrders.size();
                orders += expectedOrders.size();
                compare(slice, totals, expectedOrders, others, differences);
            }
            return new Report(replay.itemCount() - replay.unreadable(), orders, rows, sorted(differences));
        }
    }

    private static void compare(
            Slice slice,
            Totals expected,
            Map<String, StoredOrder> expectedOrders,
            OtherRows others,
            List<Difference> differences)
            throws InterruptedException {
        BiConsumer<String, StoredOrder> orders = (orderId, row) -> {
            StoredOrder wanted = expectedOrders.remove(orderId);
            if (wanted == null) {
                differences.add(new Difference(OrderRow.PREFIX + orderId, "has no events"));
            } else {
                RowComparison.compareOrder(orderId, wanted, row, differences);
            }
        };
        others.compare(slice, expected, orders, differences);
        expectedOrders.forEach((orderId, wanted) -> RowComparison.compareOrder(orderId, wanted, null, differences));
    }

    private static List<Difference> sorted(List<Difference> differences) {
        return differences.stream()
                .sorted(Comparator.comparing(Difference::row).thenComparing(Difference::finding))
                .toList();
    }

    /** The projections of a running system. */
    private static StoredRows.Reader liveRows(ProjectionReader store) {
        return (slice, totals, orders) -> {
            store.allTotals()
                    .filter(row -> slice.has(row.key().aggregationKey()))
                    .forEach(totals);
            store.allOrders()
                    .filter(row -> slice.hasOrder(row.order().orderId()))
                    .forEach(orders);
        };
    }
}
