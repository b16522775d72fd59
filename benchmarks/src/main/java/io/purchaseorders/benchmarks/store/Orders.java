package io.purchaseorders.benchmarks.store;

import io.purchaseorders.benchmarks.ReferenceLoad.Published;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Orders that are under way when a measurement begins. */
final class Orders {

    private static final int RECORDED_LATER_MILLIS = 850;
    private static final String SOURCE = "shop.example";
    private static final int WRITERS = 16;

    private Orders() {}

    static RecordedEvent recorded(Published event) {
        return new RecordedEvent(
                EventCodec.stored(event.type(), event.detail()),
                SOURCE,
                event.occurredAt().plusMillis(RECORDED_LATER_MILLIS),
                event.detail());
    }

    /** As the processor records it: the aggregator quarantines what says that it was recorded at another time. */
    static RecordedEvent recordedNow(Published event) {
        RecordedEvent recorded = recorded(event);
        return new RecordedEvent(recorded.event(), recorded.source(), Instant.now(), recorded.detail());
    }

    static OrderRow row(String orderId, List<Published> events) {
        return OrderRow.of(orderId, events.stream().map(Orders::recorded).toList());
    }

    /** Puts the rows of orders into the table, as they are after their events so far. */
    static void put(Server server, Map<String, List<Published>> orders) throws Exception {
        DynamoProjectionStore store = new DynamoProjectionStore(server.tables());
        List<Callable<Boolean>> puts = new ArrayList<>();
        orders.forEach((orderId, events) -> {
            if (!events.isEmpty()) {
                puts.add(() -> store.putOrder(row(orderId, events), 0));
            }
        });
        try (ExecutorService executor =
                Executors.newFixedThreadPool(WRITERS, Thread.ofVirtual().factory())) {
            for (Future<Boolean> put : executor.invokeAll(puts)) {
                put.get();
            }
        }
    }
}
