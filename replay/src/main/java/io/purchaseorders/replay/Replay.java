package io.purchaseorders.replay;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.RowComparison.StoredOrder;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.ProjectionReader.IntegrityFinding;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import io.purchaseorders.stores.StoredEvent;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folds the whole history afresh, straight from the stored events, and compares every projection row with what comes out:
 * totals by every measure, order rows by every byte. Reads only.
 */
public final class Replay {

    private final EventReader events;
    private final ProjectionReader totals;
    private final ZoneId zone;

    /** @param zone the reporting time zone in which the live rows were written */
    public Replay(EventReader events, ProjectionReader totals, ZoneId zone) {
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

    /**
     * What was compared, and every difference, by row.
     *
     * @param sameOrders how many of the orders have the same events in another export, byte by byte, so that nothing of
     *     them was folded; 0 where the comparison is with rows
     * @param rowCount how many rows the other orders' events give
     */
    public record Report(
            long eventCount, long orderCount, long sameOrders, long rowCount, List<Difference> differences) {
        public boolean isEqual() {
            return differences.isEmpty();
        }
    }

    /** What the projections hold, of one reading. */
    private static final class Live implements ProjectionReader.Rows {
        private final Map<RowKey, Measures> totals = new HashMap<>();
        private final Map<String, OrderRow> orders = new HashMap<>();
        private final Set<OrderOnDay> days = new HashSet<>();
        private final List<IntegrityFinding> findings = new ArrayList<>();

        @Override
        public void totals(TotalsRow row) {
            totals.merge(row.key().home(), row.measures(), Measures::plus);
        }

        @Override
        public void order(OrderRow row) {
            orders.put(row.order().orderId(), row);
        }

        @Override
        public void day(OrderOnDay entry) {
            days.add(entry);
        }

        @Override
        public void finding(IntegrityFinding finding) {
            findings.add(finding);
        }
    }

    /** Looks until there is no difference, or until those there are have nothing to do with events under way. */
    public Report settled() throws InterruptedException {
        return Settling.settled(this::run, Report::isEqual);
    }

    /**
     * The same with only those events that their orders' rows have applied. A difference then is an addition that is in
     * some rows and not in others: what a batch leaves behind that never came to its end.
     */
    public Report settledOfApplied() throws InterruptedException {
        return Settling.settled(() -> run(Replay::isApplied), Report::isEqual);
    }

    /** The same once, of projections that stand still: whatever differs then is wrong. */
    public Report ofApplied() {
        return run(Replay::isApplied);
    }

    /** The event that an item is; an applied one that is not what was recorded is why its rows differ. */
    private static Stream<RecordedEvent> event(
            StoredEvent item, Map<String, OrderRow> orders, List<Difference> altered) {
        return switch (item) {
            case StoredEvent.Intact intact -> Stream.of(intact.event());
            case StoredEvent.Unreadable unreadable -> Stream.of();
            case StoredEvent.Altered changed -> {
                if (holds(orders.get(changed.ref().orderId()), changed.ref().timestamp())) {
                    altered.add(new Difference(
                            "event " + changed.ref().orderId() + " "
                                    + changed.ref().timestamp(),
                            "is not what was recorded: " + changed.reason() + "; rows that it was added to differ"));
                }
                yield Stream.of();
            }
        };
    }

    private static boolean holds(@Nullable OrderRow row, String timestamp) {
        try {
            return row != null && row.applied().contains(EventKey.parse(timestamp));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            return false;
        }
    }

    private static boolean isApplied(RecordedEvent event, Map<String, OrderRow> orders) {
        OrderRow row = orders.get(event.event().orderId());
        return row != null && row.applied().contains(event.event().key());
    }

    /** Looks once. */
    public Report run() {
        return run((event, orders) -> true);
    }

    private Report run(BiPredicate<RecordedEvent, Map<String, OrderRow>> wanted) {
        Live live = new Live();
        totals.forEachRow(live);
        Map<String, OrderRow> liveOrders = live.orders;
        List<Difference> altered = new ArrayList<>();
        Map<String, List<RecordedEvent>> histories = events.everything()
                .flatMap(item -> event(item, liveOrders, altered))
                .filter(event -> wanted.test(event, liveOrders))
                .collect(Collectors.groupingBy(event -> event.event().orderId()));

        Map<RowKey, Measures> expected = new HashMap<>();
        List<Difference> differences = new ArrayList<>();
        histories.forEach((orderId, stored) -> {
            Projections.contributions(History.of(stored).steps(orderId), zone)
                    .forEach((row, measures) -> expected.merge(row, measures, Measures::plus));
            OrderRow row = liveOrders.remove(orderId);
            RowComparison.compareOrder(
                    orderId,
                    StoredOrder.of(OrderRow.of(orderId, stored)),
                    row == null ? null : StoredOrder.of(row),
                    differences);
        });
        RowComparison.compareDays(histories.values(), zone, live.days, differences);
        liveOrders.forEach(
                (orderId, row) -> RowComparison.compareOrder(orderId, null, StoredOrder.of(row), differences));
        RowComparison.compareTotals(expected, live.totals, differences);
        live.findings.forEach(finding -> differences.add(new Difference(finding.row(), finding.finding())));
        differences.sort(Comparator.comparing(Difference::row).thenComparing(Difference::finding));
        differences.addAll(0, altered);
        long eventCount = histories.values().stream().mapToLong(List::size).sum();
        return new Report(eventCount, histories.size(), 0, expected.size() + (long) histories.size(), differences);
    }
}
