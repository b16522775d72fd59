package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.Order;
import io.purchaseorders.projections.order.OrderFold;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.totals.Directory;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What any design has to write that applies a batch whole: the state of each order in it, each pair of key and period that
 * the answers need, once, and each key of a month's directory when it is new there, a write unit each at least; and which
 * orders each day has, a write unit for each kilobyte.
 */
final class LowerBound {

    /** What a write unit takes. */
    private static final int UNIT_BYTES = 1024;

    private final Map<String, Order> orders = new HashMap<>();

    /** The rows that a directory names. */
    private final Set<RowKey> listed = new HashSet<>();

    LowerBound(Map<String, List<Published>> before) {
        before.forEach((orderId, events) ->
                orders.put(orderId, Orders.row(orderId, events).order()));
    }

    /** Write units of the next batch. */
    int units(List<Published> batch) {
        Set<RowKey> totals = new HashSet<>();
        Set<String> touched = new HashSet<>();
        Map<LocalDate, Set<String>> days = new HashMap<>();
        for (Published published : batch) {
            OrderEvent event = Orders.recorded(published).event();
            Step step = OrderFold.step(orders.getOrDefault(event.orderId(), Order.none(event.orderId())), event);
            orders.put(event.orderId(), step.after());
            touched.add(event.orderId());
            OrderOnDay onDay = OrderOnDay.of(event, ZoneOffset.UTC);
            days.computeIfAbsent(onDay.day(), day -> new HashSet<>()).add(onDay.stored());
            totals.addAll(Projections.contributions(step, ZoneOffset.UTC).keySet());
        }
        int dayUnits = days.values().stream()
                .mapToInt(entries ->
                        Math.ceilDiv(entries.stream().mapToInt(String::length).sum(), UNIT_BYTES))
                .sum();
        long newlyListed = totals.stream()
                .filter(row -> Directory.partition(row).isPresent())
                .filter(listed::add)
                .count();
        return Math.toIntExact(totals.size() + touched.size() + newlyListed + dayUnits);
    }
}
