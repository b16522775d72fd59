package io.purchaseorders.handlers.api;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.NotedEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the oldest event that is known to be stored and not applied, among those that the order-processor noted before it
 * stored them. A noted event is applied once its order's row holds it, or out of the way once it is quarantined; one that
 * is not in the table is on its way there, or was never stored. What was found out of one for good is remembered.
 */
final class PendingEvents {

    /** What a note forgets may still be pending: so many of the oldest that were seen are remembered. */
    private static final int REMEMBERED = 64;

    private final ApiStores stores;
    private Set<NotedEvent> settled = Set.of();
    private List<NotedEvent> pending = List.of();

    PendingEvents(ApiStores stores) {
        this.stores = stores;
    }

    /**
     * When the oldest pending event was recorded; nothing where none is known.
     *
     * @param now the clock, by which what was noted long ago and is not stored never will be
     */
    synchronized Optional<Instant> oldest(Instant now) {
        Set<NotedEvent> noted = new LinkedHashSet<>(stores.notes().notes());
        noted.addAll(pending);
        Set<NotedEvent> known = settled;
        List<NotedEvent> open = noted.stream()
                .filter(event -> !known.contains(event))
                .sorted(Comparator.comparing(NotedEvent::at))
                .toList();
        Set<NotedEvent> done = new HashSet<>(settled);
        done.retainAll(noted);
        List<NotedEvent> left = open.isEmpty() ? open : notApplied(open);
        open.stream().filter(event -> !left.contains(event)).forEach(done::add);
        Optional<Instant> oldest = Optional.empty();
        int passed = 0;
        for (NotedEvent event : left) {
            oldest = recordedAt(event.event());
            if (oldest.isPresent()) {
                break;
            }
            if (event.at().plus(Freshness.SETTLING).isBefore(now)) {
                done.add(event);
            }
            passed++;
        }
        settled = done;
        pending = left.stream().skip(passed).limit(REMEMBERED).toList();
        return oldest;
    }

    /** Quarantine first: what is released leaves it only after the order's row holds it. */
    private List<NotedEvent> notApplied(List<NotedEvent> noted) {
        Set<EventRef> quarantined = stores.quarantinedEvents();
        Map<String, OrderRow> rows = stores.projections()
                .orders(noted.stream().map(event -> event.event().orderId()).collect(Collectors.toSet()));
        return noted.stream()
                .filter(event -> !quarantined.contains(event.event()))
                .filter(event ->
                        !isApplied(event.event(), rows.get(event.event().orderId())))
                .toList();
    }

    private static boolean isApplied(EventRef event, @Nullable OrderRow row) {
        return row != null && row.applied().contains(EventKey.parse(event.timestamp()));
    }

    private Optional<Instant> recordedAt(EventRef event) {
        Stream<RecordedEvent> history = stores.events().history(event.orderId()).stream();
        return history.filter(stored -> stored.event().key().timestamp().equals(event.timestamp()))
                .map(RecordedEvent::recordedAt)
                .findFirst();
    }
}
