package io.purchaseorders.replay;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.order.OrderRowCodec;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.Replay.Difference;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says where projections are not what a fold gives. */
public final class RowComparison {

    private RowComparison() {}

    /**
     * An order's row as it is stored: less than the objects, and all that can differ.
     *
     * @param state as {@link OrderRowCodec} writes it
     * @param applied the set of applied events, as bytes
     * @param version how many they are
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    public record StoredOrder(String state, byte[] applied, int version) {

        public static StoredOrder of(OrderRow row) {
            return new StoredOrder(OrderRowCodec.write(row), row.applied().bytes(), row.version());
        }
    }

    /** Compares order rows by every byte; null where there is none. */
    public static void compareOrder(
            String orderId, @Nullable StoredOrder expected, @Nullable StoredOrder live, List<Difference> out) {
        if (expected == null) {
            if (live != null) {
                out.add(new Difference(name(orderId), "has no events"));
            }
        } else if (live == null) {
            out.add(new Difference(name(orderId), "is missing"));
        } else if (!Arrays.equals(expected.applied(), live.applied())) {
            out.add(new Difference(
                    name(orderId),
                    "has applied other events than the " + expected.version() + " that are stored (" + live.version()
                            + ")"));
        } else if (!expected.state().equals(live.state())) {
            out.add(new Difference(name(orderId), "is " + live.state() + " and must be " + expected.state()));
        }
    }

    /** Finds events whose order is not among those of their day; an order too many there is harmless. */
    static void compareDays(
            Collection<List<RecordedEvent>> histories, ZoneId zone, Set<OrderOnDay> live, List<Difference> out) {
        Set<OrderOnDay> missing = new TreeSet<>();
        histories.forEach(events -> events.forEach(event -> missing.add(OrderOnDay.of(event.event(), zone))));
        missing.removeAll(live);
        missing.forEach(entry -> out.add(
                new Difference("orders of " + entry.day(), "lack " + entry.stored() + ", which has an event then")));
    }

    static String name(String orderId) {
        return OrderRow.PREFIX + orderId;
    }

    /** Compares totals by every measure. */
    static void compareTotals(Map<RowKey, Measures> expected, Map<RowKey, Measures> live, List<Difference> out) {
        expected.forEach((row, measures) -> compareTotals(row, measures, live.get(row), out));
        live.forEach((row, measures) -> {
            if (!expected.containsKey(row)) {
                compareTotals(row, Measures.ZERO, measures, out);
            }
        });
    }

    /** Compares one row of totals by every measure; {@code live} is null where there is none. */
    public static void compareTotals(RowKey row, Measures expected, @Nullable Measures live, List<Difference> out) {
        if (live != null) {
            compare(name(row), expected, live, out);
        } else if (!expected.isZero()) {
            out.add(new Difference(name(row), "is missing"));
        }
    }

    private static String name(RowKey row) {
        return row.aggregationKey() + " " + row.period();
    }

    private static void compare(String row, Measures expected, Measures live, List<Difference> out) {
        TreeSet<String> names = new TreeSet<>(expected.values().keySet());
        names.addAll(live.values().keySet());
        for (String name : names) {
            if (expected.get(name).compareTo(live.get(name)) != 0) {
                out.add(new Difference(
                        row,
                        name + " is " + Decimals.plain(live.get(name)) + " and must be "
                                + Decimals.plain(expected.get(name))));
            }
        }
    }
}
