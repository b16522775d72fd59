package io.purchaseorders.replay.totals;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.totals.ContributionSink;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.replay.history.ExportedHistory.Orders;
import io.purchaseorders.replay.history.OrderItems;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Folds one order after another, by the fold of {@code projections}, and adds up what they contribute. For one thread. */
public final class OrderTotals implements Orders {

    private final Totals totals;
    private final Predicate<RecordedEvent> isKnown;
    private final ContributionSink sink;
    private final List<String> violations = new ArrayList<>();
    private long events;
    private long orders;
    private long unreadable;

    /**
     * @param isKnown which events are folded; the others are as if they had never come
     * @param sink what contributions go through on their way to the totals
     */
    OrderTotals(Totals totals, Predicate<RecordedEvent> isKnown, ContributionSink sink) {
        this.totals = totals;
        this.isKnown = isKnown;
        this.sink = sink;
    }

    /** With all events and all contributions. */
    public OrderTotals(Totals totals) {
        this(totals, event -> true, totals);
    }

    public Totals totals() {
        return totals;
    }

    /** Events that were changed or removed after they were stored, in words. */
    public List<String> violations() {
        return violations;
    }

    /** How many events were folded. */
    public long events() {
        return events;
    }

    /** How many orders have events that were folded. */
    public long orders() {
        return orders;
    }

    /** How many items of orders are no events, which the aggregator quarantines. */
    public long unreadable() {
        return unreadable;
    }

    @Override
    public void order(String orderId, OrderItems first, OrderItems second) {
        add(orderId, first);
    }

    /** Folds an order and returns its events that are known. */
    public List<RecordedEvent> add(String orderId, OrderItems items) {
        violations.addAll(items.violations());
        List<RecordedEvent> readable = items.events();
        unreadable += items.size() - readable.size();
        List<RecordedEvent> known = new ArrayList<>(readable);
        known.removeIf(isKnown.negate());
        events += known.size();
        orders += known.isEmpty() ? 0 : 1;
        contribute(orderId, known, sink);
        return known;
    }

    /** Hands everything that an order's events contribute to a sink. */
    public static void contribute(String orderId, List<RecordedEvent> events, ContributionSink to) {
        for (Step step : History.of(events).steps(orderId)) {
            Projections.contribute(step, to);
        }
    }
}
