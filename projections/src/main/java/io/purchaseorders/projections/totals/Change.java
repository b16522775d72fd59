package io.purchaseorders.projections.totals;

import io.purchaseorders.events.OrderEvent.OrderAmended;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderDelivered;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.purchaseorders.projections.order.Order;
import io.purchaseorders.projections.order.Order.HeldLine;
import io.purchaseorders.projections.order.OrderFold.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * By how much a step changes units and amounts, line by line, and which measures those are.
 *
 * @param shipping which is part of the order's amount and of no line's
 * @param tax likewise
 */
record Change(Kind kind, String currency, List<Line> lines, BigDecimal shipping, BigDecimal tax) {

    /** The measures of units and of amounts. */
    private enum Kind {
        ORDERED(Measure.UNITS_ORDERED, Measure.GROSS),
        CANCELLED(Measure.UNITS_CANCELLED, Measure.CANCELLED),
        RETURNED(Measure.UNITS_RETURNED, Measure.RETURNED);

        private final Measure units;
        private final Measure amount;

        Kind(Measure units, Measure amount) {
            this.units = units;
            this.amount = amount;
        }
    }

    /** Units of one product, and their amount. */
    private record Line(String sku, BigDecimal units, BigDecimal amount) {}

    /** Nothing where the event is an anomaly, or leaves units and amounts as they are. */
    static Optional<Change> of(Step step) {
        if (step.anomaly().isPresent()) {
            return Optional.empty();
        }
        return switch (step.event()) {
            case OrderPlaced placed -> Optional.of(whole(step, Kind.ORDERED));
            case OrderAmended amended ->
                Optional.of(of(
                        step,
                        Kind.ORDERED,
                        differences(step.before(), step.after()),
                        step.after().shipping().subtract(step.before().shipping()),
                        step.after().tax().subtract(step.before().tax())));
            case OrderCancelled cancelled -> Optional.of(whole(step, Kind.CANCELLED));
            case OrderReturned returned ->
                Optional.of(of(step, Kind.RETURNED, takenBack(returned), BigDecimal.ZERO, BigDecimal.ZERO));
            case OrderConfirmed confirmed -> Optional.empty();
            case OrderShipped shipped -> Optional.empty();
            case OrderDelivered delivered -> Optional.empty();
        };
    }

    private static Change whole(Step step, Kind kind) {
        Order order = step.after();
        return of(step, kind, held(order), order.shipping(), order.tax());
    }

    private static Change of(Step step, Kind kind, List<Line> lines, BigDecimal shipping, BigDecimal tax) {
        return new Change(kind, step.after().placing().orElseThrow().currency(), lines, shipping, tax);
    }

    private static List<Line> held(Order order) {
        List<Line> lines = new ArrayList<>(order.lines().size());
        order.lines().forEach((sku, line) -> lines.add(ordered(sku, line)));
        return lines;
    }

    private static Line ordered(String sku, HeldLine line) {
        return new Line(sku, line.ordered().quantity(), line.ordered().amount());
    }

    private static List<Line> takenBack(OrderReturned returned) {
        return returned.lines().stream()
                .map(line -> new Line(line.sku(), line.quantity(), line.refund()))
                .toList();
    }

    /** The lines of which an amendment changes units or amount. */
    private static List<Line> differences(Order before, Order after) {
        List<Line> lines = new ArrayList<>();
        after.lines().forEach((sku, line) -> {
            Line now = ordered(sku, line);
            HeldLine was = before.lines().get(sku);
            Line difference = was == null ? now : difference(now, ordered(sku, was));
            if (was == null
                    || difference.units().signum() != 0
                    || difference.amount().signum() != 0) {
                lines.add(difference);
            }
        });
        before.lines().forEach((sku, line) -> {
            if (!after.lines().containsKey(sku)) {
                lines.add(difference(new Line(sku, BigDecimal.ZERO, BigDecimal.ZERO), ordered(sku, line)));
            }
        });
        return lines;
    }

    private static Line difference(Line now, Line was) {
        return new Line(
                now.sku(), now.units().subtract(was.units()), now.amount().subtract(was.amount()));
    }

    /** Adds units and amount of the whole order, and which part of an ordered amount is shipping and tax. */
    MeasuresBuilder addTo(MeasuresBuilder sum) {
        BigDecimal units = BigDecimal.ZERO;
        BigDecimal amount = shipping.add(tax);
        for (Line line : lines) {
            units = units.add(line.units());
            amount = amount.add(line.amount());
        }
        add(units, amount, sum);
        if (kind == Kind.ORDERED) {
            sum.add(Measure.SHIPPING, currency, shipping).add(Measure.TAX, currency, tax);
        }
        return sum;
    }

    private void add(BigDecimal units, BigDecimal amount, MeasuresBuilder sum) {
        sum.add(kind.units, units)
                .add(Measure.AMOUNT_EVENTS, currency, BigDecimal.ONE)
                .add(kind.amount, currency, amount);
    }

    /** Shipping and tax within a cancelled amount, which the lines leave out. */
    Measures cancelledExtras() {
        return kind == Kind.CANCELLED
                ? new MeasuresBuilder()
                        .add(Measure.EXTRAS_CANCELLED, currency, shipping.add(tax))
                        .build()
                : Measures.ZERO;
    }

    void forEachLine(BiConsumer<String, Measures> to) {
        for (Line line : lines) {
            MeasuresBuilder sum = new MeasuresBuilder().add(Measure.EVENTS, BigDecimal.ONE);
            add(line.units(), line.amount(), sum);
            to.accept(line.sku(), sum.build());
        }
    }
}
