package io.purchaseorders.replay.compact;

import io.purchaseorders.events.EventType;
import io.purchaseorders.events.OrderStatus;
import io.purchaseorders.projections.totals.MeasureNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the measures are called that {@link Sums} has numbers for. */
public final class CountNames {

    private static final EventType[] TYPES = EventType.values();

    private static final List<Optional<String>> COUNTS =
            IntStream.range(0, Sums.COUNTS).mapToObj(CountNames::find).toList();

    private static final List<String> UNITS =
            List.of(MeasureNames.UNITS_ORDERED, MeasureNames.UNITS_CANCELLED, MeasureNames.UNITS_RETURNED);

    private static final List<String> AMOUNTS =
            List.of(MeasureNames.GROSS, MeasureNames.CANCELLED, MeasureNames.RETURNED);

    private CountNames() {}

    /** The measure of a count; none for what only adds to the number of events. */
    public static Optional<String> count(int count) {
        return COUNTS.get(count);
    }

    private static Optional<String> find(int count) {
        if (count == Sums.RETURNED_AGAIN) {
            return Optional.empty();
        }
        return Optional.of(count == Sums.ANOMALY ? MeasureNames.ANOMALIES : ofType(TYPES[count]));
    }

    private static String ofType(EventType type) {
        return switch (type) {
            case ORDER_PLACED -> MeasureNames.transitionsInto(OrderStatus.PLACED);
            case ORDER_AMENDED -> MeasureNames.AMENDED;
            case ORDER_CONFIRMED -> MeasureNames.transitionsInto(OrderStatus.CONFIRMED);
            case ORDER_SHIPPED -> MeasureNames.transitionsInto(OrderStatus.SHIPPED);
            case ORDER_DELIVERED -> MeasureNames.transitionsInto(OrderStatus.DELIVERED);
            case ORDER_CANCELLED -> MeasureNames.transitionsInto(OrderStatus.CANCELLED);
            case ORDER_RETURNED -> MeasureNames.transitionsInto(OrderStatus.RETURNED);
        };
    }

    /** The measure of the units of a kind: ordered, cancelled, returned. */
    public static String units(int kind) {
        return UNITS.get(kind);
    }

    /** The measure of the amounts of a kind in a currency. */
    public static String amount(String currency, int kind) {
        return MeasureNames.amount(currency, AMOUNTS.get(kind));
    }
}
