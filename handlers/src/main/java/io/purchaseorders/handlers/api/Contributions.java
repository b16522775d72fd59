package io.purchaseorders.handlers.api;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.stores.EventRef;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which contributions are asked for: those to one key in some periods, of the events that count at a point in time.
 *
 * @param quarantined events that are stored and in no total
 */
record Contributions(
        AggregationKey key, PeriodRange range, PointInTime pointInTime, ZoneId zone, Set<EventRef> quarantined) {

    /** An event of the key, what it did to its order, and what it adds to the key in which period. */
    record Contribution(RecordedEvent recorded, Step step, String period, Measures measures) {}

    /**
     * What an order's events contribute, in canonical order.
     *
     * @param order as it is at the point in time
     */
    record OfOrder(FoldedOrder order, List<Contribution> contributions) {}

    /** @param stored all stored events of the order */
    OfOrder of(String orderId, List<RecordedEvent> stored) {
        History history = History.of(stored, this::includes);
        List<Step> steps = history.steps(orderId);
        List<Contribution> contributions = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            contribution(history.events().get(i), steps.get(i)).ifPresent(contributions::add);
        }
        return new OfOrder(new FoldedOrder(history.fold(orderId), steps), contributions);
    }

    /**
     * Whether what is damaged of an order may be missing in what is asked for: the order is the asked customer's, or nobody's
     * as far as it can be read, and something of it says to be of an asked period, or does not say.
     */
    boolean concern(FoldedOrder order, List<ShownEvent> damaged) {
        boolean isOfKey = order.order().placing().isEmpty()
                || key.customer().map(order::isOf).orElse(true);
        return isOfKey
                && (order.steps().stream().anyMatch(step -> isAsked(step.event().occurredAt()))
                        || damaged.stream()
                                .anyMatch(event ->
                                        event.occurredAt().map(this::isAsked).orElse(true)));
    }

    private boolean isAsked(Instant occurredAt) {
        return range.contains(periodOf(occurredAt));
    }

    private boolean includes(RecordedEvent event) {
        return pointInTime.includes(event)
                && (quarantined.isEmpty()
                        || !quarantined.contains(new EventRef(
                                event.event().orderId(), event.event().key().timestamp())));
    }

    private Optional<Contribution> contribution(RecordedEvent recorded, Step step) {
        String period = periodOf(step.event().occurredAt());
        return range.contains(period)
                ? Projections.contribution(step, key.text())
                        .map(measures -> new Contribution(recorded, step, period, measures))
                : Optional.empty();
    }

    private String periodOf(Instant occurredAt) {
        return range.granularity().of(LocalDateTime.ofInstant(occurredAt, zone));
    }
}
