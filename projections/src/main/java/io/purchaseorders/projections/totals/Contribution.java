package io.purchaseorders.projections.totals;

import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderStatus;
import io.purchaseorders.projections.order.Order;
import io.purchaseorders.projections.order.OrderFold.Step;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What one step adds to totals: as a whole order, by line, and over everything. */
public final class Contribution {

    private static final Measures EVENT = one(Measure.EVENTS);

    /** An event and what it counts as, by measure: most steps add no more, and share it. */
    private static final List<Measures> COUNTED = Measure.all().stream()
            .map(measure -> measure.isPerCurrency() ? Measures.ZERO : EVENT.plus(one(measure)))
            .toList();

    private final Step step;
    private final Optional<Change> change;
    private final Measures ofOrder;

    Contribution(Step step) {
        this.step = step;
        this.change = Change.of(step);
        this.ofOrder = countOrder();
    }

    /** The order after the step. */
    public Order order() {
        return step.after();
    }

    /** What the step adds where whole orders are counted. */
    public Measures ofOrder() {
        return ofOrder;
    }

    /** What the step adds over everything: as to its order, and the cancelled shipping and tax, which no line has. */
    public Measures overall() {
        return change.map(changed -> ofOrder.plus(changed.cancelledExtras())).orElse(ofOrder);
    }

    /** Hands on what the step adds to each product of which it changes units or amounts. */
    public void forEachLine(BiConsumer<String, Measures> to) {
        change.ifPresent(changed -> changed.forEachLine(to));
    }

    private static Measures one(Measure measure) {
        return new MeasuresBuilder().add(measure, BigDecimal.ONE).build();
    }

    private static Measures counted(Measure measure) {
        return COUNTED.get(MeasureId.place(measure));
    }

    private Measures countOrder() {
        Measures counted = step.anomaly().isPresent()
                ? counted(Measure.ANOMALIES)
                : countedAs().map(Contribution::counted).orElse(EVENT);
        return change.map(changed ->
                        changed.addTo(new MeasuresBuilder().add(counted, 1)).build())
                .orElse(counted);
    }

    /** A transition counts, which another return of a returned order is not. An amendment counts, and is no transition. */
    private Optional<Measure> countedAs() {
        OrderStatus to = step.after().status();
        if (to != step.before().status()) {
            return Measure.ofTransitionInto(to);
        }
        return step.event() instanceof OrderAmended ? Optional.of(Measure.ORDERS_AMENDED) : Optional.empty();
    }
}
