package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.ReferenceLoad;
import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ProjectionWriter.Addition;
import io.purchaseorders.stores.ProjectionWriter.DayOrders;
import io.purchaseorders.stores.ShardCursor;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Tables as five years of the reference load leave them. */
record FiveYears(Projections.Rows rows, Map<String, List<RecordedEvent>> histories) {

    static final int DAYS = 5 * 365;

    private static final long SEED = 4711;

    /** All of it lies behind the clock: what is ahead of it is not explained. */
    private static final Instant FIRST_DAY = Instant.parse("2020-01-01T00:00:00Z");

    private static final int WRITERS = 16;

    private static final ShardCursor CURSOR = new ShardCursor(1, 1, List.of());
    private static final SequenceNumber FIRST = SequenceNumber.of("1");

    static FiveYears of(int orders) {
        ReferenceLoad load = new ReferenceLoad(SEED, DAYS, FIRST_DAY);
        List<RecordedEvent> events = new ArrayList<>();
        for (int order = 0; order < orders; order++) {
            for (Published event : load.nextOrder()) {
                events.add(Orders.recorded(event));
            }
        }
        return new FiveYears(
                Projections.fromScratch(events, ZoneOffset.UTC),
                events.stream()
                        .collect(Collectors.groupingBy(event -> event.event().orderId())));
    }

    int eventCount() {
        return histories.values().stream().mapToInt(List::size).sum();
    }

    /** The product with the most events. */
    String busiestProduct() {
        return rows.totals().entrySet().stream()
                .filter(row -> row.getKey().aggregationKey().startsWith("PRODUCT#")
                        && row.getKey().granularity().equals(Optional.of(Granularity.MONTH)))
                .collect(Collectors.toMap(row -> row.getKey().aggregationKey(), Map.Entry::getValue, Measures::plus))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue((a, b) -> a.get(Measure.EVENTS).compareTo(b.get(Measure.EVENTS))))
                .orElseThrow()
                .getKey();
    }

    /** The orders with an event on a day of a span. */
    Set<String> ordersOf(LocalDate from, LocalDate to) {
        return rows.days().stream()
                .filter(entry -> !entry.day().isBefore(from) && !entry.day().isAfter(to))
                .map(OrderOnDay::orderId)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Puts every row of totals and some orders' events and days into empty tables. */
    void put(Tables tables, Collection<String> orders) throws Exception {
        ProjectionStore projections = new DynamoProjectionStore(tables);
        DynamoEventStore events = new DynamoEventStore(tables);
        new DynamoShardStore(tables).register("shard", Optional.of(Instant.now()));
        List<Callable<Object>> writes = new ArrayList<>();
        rows.totals().forEach((row, measures) -> writes.add(() -> projections.add(addition(row, measures))));
        for (String order : orders) {
            List<RecordedEvent> history = histories.getOrDefault(order, List.of());
            history.forEach(event -> writes.add(() -> events.append(event)));
        }
        Map<LocalDate, List<OrderOnDay>> days = rows.days().stream()
                .filter(entry -> orders.contains(entry.orderId()))
                .collect(Collectors.groupingBy(OrderOnDay::day));
        days.values()
                .forEach(entries -> writes.add(() -> {
                    projections.note(new DayOrders("1#1", entries));
                    return entries;
                }));
        try (ExecutorService executor =
                Executors.newFixedThreadPool(WRITERS, Thread.ofVirtual().factory())) {
            for (Future<Object> write : executor.invokeAll(writes)) {
                write.get();
            }
        }
    }

    private static Addition addition(RowKey row, Measures measures) {
        return new Addition(row, measures, CURSOR, FIRST, FIRST);
    }
}
