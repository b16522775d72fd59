package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.DuplicateStore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Counts of duplicates without a database. */
@NullMarked
public final class InMemoryDuplicateStore implements DuplicateStore {

    private record Counted(long times, String last) {}

    private final Map<String, Counted> events = new HashMap<>();

    @Override
    public synchronized void count(String orderId, String eventId, String delivery) {
        events.merge(
                orderId + "#" + eventId,
                new Counted(1, delivery),
                (held, one) -> held.last().equals(delivery) ? held : new Counted(held.times() + 1, delivery));
    }

    @Override
    public synchronized long of(String orderId, String eventId) {
        return events.getOrDefault(orderId + "#" + eventId, new Counted(0, "")).times();
    }
}
