package io.purchaseorders.projections.totals;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.purchaseorders.events.OrderStatus;
import io.purchaseorders.projections.order.OrderFold.Step;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
            contribution.addQuantities(step, null);
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
        contribution.addQuantities(step, sku);
        return Measures.of(contribution.values);
    }

    private void countOrders(Step step) {
        switch (step.event().type()) {
            case ORDER_AMENDED -> add(MeasureNames.AMENDED, ONE);
            case ORDER_RETURNED -> {
                if (step.before().status() != OrderStatus.RETURNED) {
                    add(MeasureNames.transitionsInto(OrderStatus.RETURNED), ONE);
                }
            }
            case ORDER_PLACED, ORDER_CONFIRMED, ORDER_SHIPPED, ORDER_DELIVERED, ORDER_CANCELLED ->
                add(MeasureNames.transitionsInto(step.after().status()), ONE);
        }
    }

    /** @param sku of which product; nothing means the whole order */
    private void addQuantities(Step step, @Nullable String sku) {
        Content before = step.before().content();
        Content after = step.after().content();
        switch (step.event()) {
            case OrderEvent.OrderPlaced placed ->
                add(step, MeasureNames.UNITS_ORDERED, MeasureNames.GROSS, Part.ordered(after, sku));
            case OrderEvent.OrderAmended amended ->
                add(
                        step,
                        MeasureNames.UNITS_ORDERED,
                        MeasureNames.GROSS,
                        Part.ordered(after, sku).minus(Part.ordered(before, sku)));
            case OrderEvent.OrderCancelled cancelled ->
                add(step, MeasureNames.UNITS_CANCELLED, MeasureNames.CANCELLED, Part.ordered(after, sku));
            case OrderReturned returned ->
                add(step, MeasureNames.UNITS_RETURNED, MeasureNames.RETURNED, Part.returned(returned, sku));
            case OrderEvent.OrderConfirmed confirmed -> {}
            case OrderEvent.OrderShipped shipped -> {}
            case OrderEvent.OrderDelivered delivered -> {}
        }
    }

    private void add(Step step, String unitsName, String amountName, Part part) {
        String currency = step.after().placing().orElseThrow().currency();
        add(unitsName, part.units());
        add(MeasureNames.amount(currency, amountName), part.amount());
        add(MeasureNames.amount(currency, MeasureNames.EVENTS), ONE);
    }

    private void add(String name, BigDecimal value) {
        values.merge(name, value, BigDecimal::add);
    }

    /** Units and their amount, of an order or of one of its products. */
    private record Part(BigDecimal units, BigDecimal amount) {

        private static final Part NOTHING = new Part(BigDecimal.ZERO, BigDecimal.ZERO);

        static Part ordered(Content content, @Nullable String sku) {
            if (sku == null) {
                return new Part(content.quantity(), content.total());
            }
            for (OrderLine line : content.lines()) {
                if (line.sku().equals(sku)) {
                    return new Part(line.quantity(), line.amount());
                }
            }
            return NOTHING;
        }

        static Part returned(OrderReturned returned, @Nullable String sku) {
            Part sum = NOTHING;
            for (ReturnedLine line : returned.lines()) {
                if (sku == null || line.sku().equals(sku)) {
                    sum = new Part(sum.units.add(line.quantity()), sum.amount.add(line.refund()));
                }
            }
            return sum;
        }

        Part minus(Part other) {
            return new Part(units.subtract(other.units), amount.subtract(other.amount));
        }
    }
}
