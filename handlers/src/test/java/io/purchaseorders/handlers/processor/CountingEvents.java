package io.purchaseorders.handlers.processor;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.EventWriter;
import io.purchaseorders.stores.StoredEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** A store of events that notes what is asked of it, and fails as a test says; events are named {@code order event}. */
@NullMarked
final class CountingEvents implements EventStore {

    final List<String> histories = new CopyOnWriteArrayList<>();
    final List<String> appended = new CopyOnWriteArrayList<>();

    /** How often appends of an event still fail. */
    final Map<String, Integer> failing = new ConcurrentHashMap<>();

    /** Events whose next append is done and fails all the same. */
    final Set<String> losingAnswers = new HashSet<>();

    private final EventStore store;

    CountingEvents(EventStore store) {
        this.store = store;
    }

    @Override
    public Appended append(RecordedEvent event) {
        String name = event.event().orderId() + " " + event.event().eventId();
        if (failing.merge(name, -1, Integer::sum) >= 0) {
            throw new IllegalStateException("on purpose");
        }
        EventWriter.Appended result = store.append(event);
        appended.add(name);
        if (losingAnswers.remove(name)) {
            throw new IllegalStateException("the answer was lost, on purpose");
        }
        return result;
    }

    @Override
    public List<StoredEvent> items(String orderId) {
        histories.add(orderId);
        return store.items(orderId);
    }

    @Override
    public Stream<EventReader.Placement> placements(
            String customerId, Optional<Instant> from, Optional<Instant> to, Optional<EventReader.Placement> after) {
        return store.placements(customerId, from, to, after);
    }

    @Override
    public Stream<StoredEvent> everything() {
        return store.everything();
    }

    @Override
    public void release(String orderId, String timestamp, String request) {
        store.release(orderId, timestamp, request);
    }
}
