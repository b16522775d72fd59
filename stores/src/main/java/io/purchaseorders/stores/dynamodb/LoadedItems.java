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
import java.util.HashMap;
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

    private final KeyedTable table;

    public LoadedItems(Tables tables) {
        this.table = tables.aggregationsTable();
    }

    /** Rows of totals, without the position of any shard. */
    public Stream<Map<String, AttributeValue>> totals(Map<RowKey, Measures> totals) {
        return totals.entrySet().stream().map(row -> RowUpdate.loaded(table, row.getKey(), row.getValue()));
    }

    public Stream<Map<String, AttributeValue>> orders(Collection<OrderRow> orders) {
        return orders.stream().map(row -> OrderItem.write(table, row));
    }

    /** Items of a bounded size, as a batch writes them. */
    public Stream<Map<String, AttributeValue>> days(Collection<OrderOnDay> days) {
        Map<LocalDate, List<OrderOnDay>> byDay =
                days.stream().collect(Collectors.groupingBy(OrderOnDay::day, TreeMap::new, Collectors.toList()));
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        byDay.forEach((day, entries) -> {
            for (int from = 0; from < entries.size(); from += DayOrders.MOST) {
                List<OrderOnDay> part = entries.subList(from, Math.min(entries.size(), from + DayOrders.MOST));
                items.add(new DayItem(table).item(new DayOrders(ORIGIN + from, part)));
            }
        });
        return items.stream();
    }

    /** The birth mark, which comes last where items come one by one. */
    public Map<String, AttributeValue> birth(Birth birth) {
        return new HashMap<>(DynamoBirthStore.item(table, birth));
    }
}
