package io.purchaseorders.stores.memory;

import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineStore;
import io.purchaseorders.stores.Violation;
import io.purchaseorders.stores.Violation.Acknowledgement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The quarantine without a database. */
@NullMarked
public final class InMemoryQuarantineStore implements QuarantineStore {

    private final Map<EventRef, QuarantinedEvent> events = new LinkedHashMap<>();
    private final Set<EventRef> applied = new HashSet<>();
    private final Map<RowKey, String> rows = new LinkedHashMap<>();
    private final Map<String, Violation> violations = new LinkedHashMap<>();

    @Override
    public synchronized QuarantineState state() {
        return new QuarantineState(
                Set.copyOf(events.keySet()),
                events.values().stream()
                        .filter(item -> item.reason().equals(RECOVERED))
                        .map(QuarantinedEvent::event)
                        .collect(Collectors.toUnmodifiableSet()),
                Set.copyOf(rows.keySet()));
    }

    @Override
    public synchronized Stream<Decision> decisions(String after) {
        List<Decision> all = new ArrayList<>();
        events.values().forEach(item -> {
            String position =
                    "event#" + item.event().orderId() + "#" + item.event().timestamp();
            all.add(new Decision(position, new Subject.Event(item.event()), item.reason()));
        });
        rows.forEach((row, reason) -> {
            String position = "row#" + row.aggregationKey() + "#" + row.period();
            all.add(new Decision(position, new Subject.Row(row), reason));
        });
        return all.stream()
                .filter(decision -> decision.position().compareTo(after) > 0)
                .sorted(Comparator.comparing(Decision::position));
    }

    @Override
    public synchronized void quarantine(QuarantinedEvent item) {
        if (!applied.contains(item.event())) {
            events.putIfAbsent(item.event(), item);
        }
    }

    @Override
    public synchronized void quarantine(RowKey row, String reason) {
        rows.putIfAbsent(row, reason);
    }

    @Override
    public synchronized void applied(EventRef event) {
        events.remove(event);
        applied.add(event);
    }

    @Override
    public synchronized void record(Violation violation) {
        violations.putIfAbsent(violation.id(), violation);
    }

    @Override
    public synchronized boolean acknowledge(String id, Acknowledgement acknowledgement) {
        @Nullable Violation found = violations.get(id);
        if (found == null || found.acknowledged().isPresent()) {
            return false;
        }
        violations.put(
                id,
                new Violation(
                        found.event(),
                        found.kind(),
                        found.shardId(),
                        found.at(),
                        found.evidence(),
                        Optional.of(acknowledgement)));
        return true;
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
        return List.copyOf(violations.values());
    }
}
