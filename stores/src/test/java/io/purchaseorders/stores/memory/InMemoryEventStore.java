package io.purchaseorders.stores.memory;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The events table and its index of customers, in memory; safe for concurrent use. */
@NullMarked
public final class InMemoryEventStore implements EventStore {

    private record Key(String orderId, String timestamp) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byOrder = orderId.compareTo(other.orderId);
            return byOrder != 0 ? byOrder : timestamp.compareTo(other.timestamp);
        }
    }

    /** The index sorts by timestamp; equal ones stand in some order that never changes. */
    private static final Comparator<Placement> NEWEST_FIRST = Comparator.<Placement, String>comparing(
                    placement -> placement.key().timestamp())
            .thenComparing(Placement::orderId)
            .reversed();

    private final TreeMap<Key, RecordedEvent> events = new TreeMap<>();
    private final Map<EventRef, String> altered = new HashMap<>();

    @Override
    public synchronized Appended append(RecordedEvent event) {
        @Nullable
        RecordedEvent stored = events.putIfAbsent(
                new Key(event.event().orderId(), event.event().key().timestamp()), event);
        return stored == null ? new Appended.Stored() : new Appended.Present(stored);
    }

    /** From now on the stored event is not what was recorded, for this reason. */
    public synchronized void alter(RecordedEvent event, String reason) {
        altered.put(EventRef.of(event), reason);
    }

    @Override
    public synchronized List<StoredEvent> items(String orderId) {
        return events.tailMap(new Key(orderId, "")).entrySet().stream()
                .takeWhile(entry -> entry.getKey().orderId().equals(orderId))
                .map(entry -> stored(entry.getValue()))
                .toList();
    }

    private StoredEvent stored(RecordedEvent event) {
        @Nullable String reason = altered.get(EventRef.of(event));
        return reason == null ? new StoredEvent.Intact(event) : new StoredEvent.Altered(EventRef.of(event), reason);
    }

    @Override
    public synchronized Stream<Placement> placements(
            String customerId, Optional<Instant> from, Optional<Instant> to, Optional<Placement> after) {
        List<Placement> index = new ArrayList<>();
        for (RecordedEvent event : events.values()) {
            if (event.event() instanceof OrderPlaced placed
                    && placed.customerId().equals(customerId)) {
                index.add(new Placement(placed.orderId(), placed.key()));
            }
        }
        return index.stream()
                .filter(placement -> isBetween(placement.key(), from, to))
                .filter(placement -> after.map(last -> NEWEST_FIRST.compare(placement, last) > 0)
                        .orElse(true))
                .sorted(NEWEST_FIRST);
    }

    private static boolean isBetween(EventKey key, Optional<Instant> from, Optional<Instant> to) {
        return from.map(earliest -> !key.occurredAt().isBefore(earliest)).orElse(true)
                && to.map(latest -> !key.occurredAt().isAfter(latest)).orElse(true);
    }

    /** There is no stream here to bring it through: a test delivers the release itself. */
    @Override
    public void release(String orderId, String timestamp, String request) {}

    @Override
    public synchronized Stream<StoredEvent> everything() {
        return events.values().stream().map(this::stored).toList().stream();
    }
}
