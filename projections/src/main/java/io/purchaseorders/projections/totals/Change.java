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
 * @param extras shipping and tax, which are part of the order's amount and of no line's
 */
record Change(Kind kind, String currency, List<Line> lines, BigDecimal extras) {

    /** The measures of units, of amounts, and of the share of shipping and tax in the amounts. */
    private enum Kind {
        ORDERED(Measure.UNITS_ORDERED, Measure.GROSS, Measure.EXTRAS),
        CANCELLED(Measure.UNITS_CANCELLED, Measure.CANCELLED, Measure.EXTRAS_CANCELLED),
        RETURNED(Measure.UNITS_RETURNED, Measure.RETURNED, Measure.EXTRAS);

        private final Measure units;
        private final Measure amount;
        private final Measure extras;

        Kind(Measure units, Measure amount, Measure extras) {
            this.units = units;
            this.amount = amount;
            this.extras = extras;
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
            case OrderPlaced placed -> Optional.of(of(step, Kind.ORDERED, held(step.after()), extras(step.after())));
            case OrderAmended amended ->
                Optional.of(of(
                        step,
                        Kind.ORDERED,
                        differences(step.before(), step.after()),
                        extras(step.after()).subtract(extras(step.before()))));
            case OrderCancelled cancelled ->
                Optional.of(of(step, Kind.CANCELLED, held(step.after()), extras(step.after())));
            case OrderReturned returned -> Optional.of(of(step, Kind.RETURNED, takenBack(returned), BigDecimal.ZERO));
            case OrderConfirmed confirmed -> Optional.empty();
            case OrderShipped shipped -> Optional.empty();
            case OrderDelivered delivered -> Optional.empty();
        };
    }

    private static Change of(Step step, Kind kind, List<Line> lines, BigDecimal extras) {
        return new Change(kind, step.after().placing().orElseThrow().currency(), lines, extras);
    }

    private static BigDecimal extras(Order order) {
        return order.shipping().add(order.tax());
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

    /** Adds units and amount of the whole order. */
    void addTo(MeasuresBuilder sum) {
        BigDecimal units = BigDecimal.ZERO;
        BigDecimal amount = extras;
        for (Line line : lines) {
            units = units.add(line.units());
            amount = amount.add(line.amount());
        }
        add(units, amount, sum);
    }

    private void add(BigDecimal units, BigDecimal amount, MeasuresBuilder sum) {
        sum.add(kind.units, units)
                .add(Measure.AMOUNT_EVENTS, currency, BigDecimal.ONE)
                .add(kind.amount, currency, amount);
    }

    Measures extrasAlone() {
        return new MeasuresBuilder().add(kind.extras, currency, extras).build();
    }

    void forEachLine(BiConsumer<String, Measures> to) {
        for (Line line : lines) {
            MeasuresBuilder sum = new MeasuresBuilder().add(Measure.EVENTS, BigDecimal.ONE);
            add(line.units(), line.amount(), sum);
            to.accept(line.sku(), sum.build());
        }
    }
}
