package io.purchaseorders.replay.imports;

import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.stores.ProjectionWriter.DayOrders;
import io.purchaseorders.stores.dynamodb.LoadedItems;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Collects the orders of each day until an item is full of them, or all of them are too many. For one thread. */
final class DayBuffer {

    /** Some tens of megabytes. */
    private static final int MOST_HELD = 200_000;

    private final LoadedItems items;
    private final ImportFiles files;
    private final AtomicLong numbers;
    private final Map<LocalDate, List<OrderOnDay>> days = new HashMap<>();
    private int held;

    /** @param numbers gives each item of all threads a number of its own */
    DayBuffer(LoadedItems items, ImportFiles files, AtomicLong numbers) {
        this.items = items;
        this.files = files;
        this.numbers = numbers;
    }

    void add(OrderOnDay order) throws IOException {
        List<OrderOnDay> orders = days.computeIfAbsent(order.day(), day -> new ArrayList<>());
        orders.add(order);
        held++;
        if (orders.size() == DayOrders.MOST) {
            write(orders);
        } else if (held == MOST_HELD) {
            finish();
        }
    }

    void finish() throws IOException {
        for (List<OrderOnDay> orders : days.values()) {
            if (!orders.isEmpty()) {
                write(orders);
            }
        }
        days.clear();
    }

    private void write(List<OrderOnDay> orders) throws IOException {
        files.write(items.day(numbers.getAndIncrement(), orders));
        held -= orders.size();
        orders.clear();
    }
}
