package io.purchaseorders.stores.dynamodb;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.ProjectionWriter.DayOrders;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of a generation that is made from a snapshot, whichever way they come into its table. */
public final class LoadedItems {

    /** Begins the names of the items of orders by day: no shard has this ordinal. */
    private static final String ORIGIN = "0#";

    /** A row of totals, without the position of any shard. */
    public Map<String, AttributeValue> totals(RowKey row, Measures measures) {
        return RowUpdate.loaded(key(row.aggregationKey(), row.period()), row, measures);
    }

    public Map<String, AttributeValue> order(OrderRow row) {
        return OrderItem.write(key(OrderRow.PREFIX + row.order().orderId(), StoredNames.ORDER_PERIOD), row);
    }

    /** Whether an order's row is small enough to be stored. */
    public boolean fits(OrderRow row) {
        return OrderItem.fits(row);
    }

    /**
     * Orders of one day, as a batch writes them.
     *
     * @param number tells the item from others of its day
     * @param entries at most {@link DayOrders#MOST}
     */
    public Map<String, AttributeValue> day(long number, List<OrderOnDay> entries) {
        DayOrders orders = new DayOrders(ORIGIN + number, entries);
        return DayItem.item(key(DayItem.partition(orders.day()), DayItem.period(orders)), orders);
    }

    /** Items of a bounded size for the orders of any days. */
    public Stream<Map<String, AttributeValue>> days(Collection<OrderOnDay> days) {
        Map<LocalDate, List<OrderOnDay>> byDay =
                days.stream().collect(Collectors.groupingBy(OrderOnDay::day, TreeMap::new, Collectors.toList()));
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        byDay.forEach((day, entries) -> {
            for (int from = 0; from < entries.size(); from += DayOrders.MOST) {
                items.add(day(from, entries.subList(from, Math.min(entries.size(), from + DayOrders.MOST))));
            }
        });
        return items.stream();
    }

    /** The birth mark, which comes last where items come one by one. */
    public Map<String, AttributeValue> birth(Birth birth) {
        return DynamoBirthStore.item(key(StoredNames.BIRTH, StoredNames.BIRTH_PERIOD), birth);
    }

    private static Map<String, AttributeValue> key(String aggregationKey, String period) {
        return Map.of(
                StoredNames.AGGREGATION_KEY, Attributes.text(aggregationKey),
                StoredNames.PERIOD, Attributes.text(period));
    }
}
