package io.purchaseorders.stores.memory;

import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineStore;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The quarantine without a database. */
@NullMarked
public final class InMemoryQuarantineStore implements QuarantineStore {

    private final Map<EventRef, QuarantinedEvent> events = new LinkedHashMap<>();
    private final Set<EventRef> applied = new HashSet<>();
    private final Set<RowKey> rows = new LinkedHashSet<>();
    private final Set<Violation> violations = new LinkedHashSet<>();

    @Override
    public synchronized QuarantineState state() {
        return new QuarantineState(
                Set.copyOf(events.keySet()),
                events.values().stream()
                        .filter(item -> item.reason().equals(RECOVERED))
                        .map(QuarantinedEvent::event)
                        .collect(Collectors.toUnmodifiableSet()),
                Set.copyOf(rows));
    }

    @Override
    public synchronized void quarantine(QuarantinedEvent item) {
        if (!applied.contains(item.event())) {
            events.putIfAbsent(item.event(), item);
        }
    }

    @Override
    public synchronized void quarantine(RowKey row, String reason) {
        rows.add(row);
    }

    @Override
    public synchronized void applied(EventRef event) {
        events.remove(event);
        applied.add(event);
    }

    @Override
    public synchronized void record(Violation violation) {
        violations.add(violation);
    }

    @Override
    public synchronized List<QuarantinedEvent> events() {
        return List.copyOf(events.values());
    }

    @Override
    public synchronized List<QuarantinedEvent> of(String orderId) {
        return events().stream()
                .filter(quarantined -> quarantined.event().orderId().equals(orderId))
                .toList();
    }

    @Override
    public synchronized List<Violation> violations() {
        return List.copyOf(violations);
    }
}
