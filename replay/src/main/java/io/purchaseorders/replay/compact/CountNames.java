package io.purchaseorders.replay.compact;

import io.purchaseorders.events.EventType;
import io.purchaseorders.projections.totals.Measure;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the measures are called that {@link Sums} has numbers for. */
public final class CountNames {

    private static final EventType[] TYPES = EventType.values();

    private static final List<Optional<String>> COUNTS =
            IntStream.range(0, Sums.COUNTS).mapToObj(CountNames::find).toList();

    private static final List<String> UNITS = List.of(
            Measure.UNITS_ORDERED.storedName(),
            Measure.UNITS_CANCELLED.storedName(),
            Measure.UNITS_RETURNED.storedName());

    private static final List<Measure> AMOUNTS = List.of(Measure.GROSS, Measure.CANCELLED, Measure.RETURNED);

    private CountNames() {}

    /** The measure of a count; none for what only adds to the number of events. */
    public static Optional<String> count(int count) {
        return COUNTS.get(count);
    }

    private static Optional<String> find(int count) {
        if (count == Sums.RETURNED_AGAIN) {
            return Optional.empty();
        }
        return Optional.of(count == Sums.ANOMALY ? Measure.ANOMALIES.storedName() : ofType(TYPES[count]));
    }

    private static String ofType(EventType type) {
        Measure measure = switch (type) {
            case ORDER_PLACED -> Measure.ORDERS_PLACED;
            case ORDER_AMENDED -> Measure.ORDERS_AMENDED;
            case ORDER_CONFIRMED -> Measure.ORDERS_CONFIRMED;
            case ORDER_SHIPPED -> Measure.ORDERS_SHIPPED;
            case ORDER_DELIVERED -> Measure.ORDERS_DELIVERED;
            case ORDER_CANCELLED -> Measure.ORDERS_CANCELLED;
            case ORDER_RETURNED -> Measure.ORDERS_RETURNED;
        };
        return measure.storedName();
    }

    /** The measure of the units of a kind: ordered, cancelled, returned. */
    public static String units(int kind) {
        return UNITS.get(kind);
    }

    /** The measure of the amounts of a kind in a currency. */
    public static String amount(String currency, int kind) {
        return AMOUNTS.get(kind).storedName(currency);
    }
}
