package io.purchaseorders.projections;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.projections.OrderFold.Step;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Collects what one step adds to one key. */
final class Contribution {

    private static final BigDecimal ONE = BigDecimal.ONE;

    private final Map<String, BigDecimal> values = new HashMap<>();

    private Contribution() {
        add(MeasureNames.EVENTS, ONE);
    }

    /** What a step adds where whole orders are counted. */
    static Measures ofOrder(Step step) {
        Contribution contribution = new Contribution();
        if (step.anomaly().isPresent()) {
            contribution.add(MeasureNames.ANOMALIES, ONE);
        } else {
            contribution.countOrders(step);
            contribution.addQuantities(step, Content::quantity, Content::total, ReturnedPart::all);
        }
        return Measures.of(contribution.values);
    }

    /** Shipping and tax, with which the products' totals add up to the orders'. */
    static Measures extras(Step step) {
        if (step.anomaly().isPresent() || step.after().placing().isEmpty()) {
            return Measures.ZERO;
        }
        String currency = step.after().placing().get().currency();
        Content before = step.before().content();
        Content after = step.after().content();
        BigDecimal ordered = extras(after).subtract(extras(before));
        BigDecimal cancelled = step.event() instanceof OrderEvent.OrderCancelled ? extras(after) : BigDecimal.ZERO;
        return Measures.of(Map.of(
                MeasureNames.amount(currency, MeasureNames.EXTRAS), ordered,
                MeasureNames.amount(currency, MeasureNames.EXTRAS_CANCELLED), cancelled));
    }

    private static BigDecimal extras(Content content) {
        return content.shipping().add(content.tax());
    }

    /** What a step adds to one product: nothing where it changes none of its units and amounts. */
    static Measures ofProduct(Step step, String sku) {
        Contribution contribution = new Contribution();
        contribution.addQuantities(
                step,
                content -> line(content, sku).map(OrderLine::quantity).orElse(BigDecimal.ZERO),
                content -> line(content, sku).map(OrderLine::amount).orElse(BigDecimal.ZERO),
                returned -> ReturnedPart.of(returned, sku));
        return Measures.of(contribution.values);
    }

    private static Optional<OrderLine> line(Content content, String sku) {
        return content.lines().stream().filter(line -> line.sku().equals(sku)).findFirst();
    }

    private void countOrders(Step step) {
        switch (step.event().type()) {
            case ORDER_AMENDED -> add(MeasureNames.AMENDED, ONE);
            case ORDER_RETURNED -> {
                if (step.before().status() != Order.Status.RETURNED) {
                    add(MeasureNames.transitionsInto(Order.Status.RETURNED), ONE);
                }
            }
            case ORDER_PLACED, ORDER_CONFIRMED, ORDER_SHIPPED, ORDER_DELIVERED, ORDER_CANCELLED ->
                add(MeasureNames.transitionsInto(step.after().status()), ONE);
        }
    }

    private void addQuantities(
            Step step,
            Function<Content, BigDecimal> units,
            Function<Content, BigDecimal> amount,
            Function<OrderReturned, ReturnedPart> returnedPart) {
        Content before = step.before().content();
        Content after = step.after().content();
        switch (step.event()) {
            case OrderEvent.OrderPlaced placed ->
                add(step, MeasureNames.UNITS_ORDERED, units.apply(after), MeasureNames.GROSS, amount.apply(after));
            case OrderEvent.OrderAmended amended ->
                add(
                        step,
                        MeasureNames.UNITS_ORDERED,
                        units.apply(after).subtract(units.apply(before)),
                        MeasureNames.GROSS,
                        amount.apply(after).subtract(amount.apply(before)));
            case OrderEvent.OrderCancelled cancelled ->
                add(
                        step,
                        MeasureNames.UNITS_CANCELLED,
                        units.apply(after),
                        MeasureNames.CANCELLED,
                        amount.apply(after));
            case OrderReturned returned -> {
                ReturnedPart part = returnedPart.apply(returned);
                add(step, MeasureNames.UNITS_RETURNED, part.units(), MeasureNames.RETURNED, part.refund());
            }
            case OrderEvent.OrderConfirmed confirmed -> {}
            case OrderEvent.OrderShipped shipped -> {}
            case OrderEvent.OrderDelivered delivered -> {}
        }
    }

    private void add(Step step, String unitsName, BigDecimal units, String amountName, BigDecimal amount) {
        String currency = step.after().placing().orElseThrow().currency();
        add(unitsName, units);
        add(MeasureNames.amount(currency, amountName), amount);
        add(MeasureNames.amount(currency, MeasureNames.EVENTS), ONE);
    }

    private void add(String name, BigDecimal value) {
        values.merge(name, value, BigDecimal::add);
    }

    /** What came back, of all skus or of one. */
    private record ReturnedPart(BigDecimal units, BigDecimal refund) {

        static ReturnedPart all(OrderReturned returned) {
            return returned.lines().stream()
                    .map(line -> new ReturnedPart(line.quantity(), line.refund()))
                    .reduce(new ReturnedPart(BigDecimal.ZERO, BigDecimal.ZERO), ReturnedPart::plus);
        }

        static ReturnedPart of(OrderReturned returned, String sku) {
            return returned.lines().stream()
                    .filter(line -> line.sku().equals(sku))
                    .map(line -> new ReturnedPart(line.quantity(), line.refund()))
                    .findFirst()
                    .orElse(new ReturnedPart(BigDecimal.ZERO, BigDecimal.ZERO));
        }

        ReturnedPart plus(ReturnedPart other) {
            return new ReturnedPart(units.add(other.units), refund.add(other.refund));
        }
    }
}
