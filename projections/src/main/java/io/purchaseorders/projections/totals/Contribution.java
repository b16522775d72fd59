package io.purchaseorders.projections.totals;

import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderStatus;
import io.purchaseorders.projections.order.Order;
import io.purchaseorders.projections.order.OrderFold.Step;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What one step adds to totals: as a whole order, by line, and over everything. */
public final class Contribution {

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

    private Measures countOrder() {
        MeasuresBuilder sum = new MeasuresBuilder().add(Measure.EVENTS, BigDecimal.ONE);
        if (step.anomaly().isPresent()) {
            return sum.add(Measure.ANOMALIES, BigDecimal.ONE).build();
        }
        countedAs().ifPresent(measure -> sum.add(measure, BigDecimal.ONE));
        change.ifPresent(changed -> changed.addTo(sum));
        return sum.build();
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
