package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.ProjectionReader.OrderRows;
import io.purchaseorders.stores.QuarantineReader;
import io.purchaseorders.stores.QuarantineReader.QuarantineState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the rows of a batch's orders, and tells an order that is new from one whose row was lost: nothing must be folded
 * against a row that is not there any more. An order's events come in the order in which they were stored, so whatever was
 * stored clearly before those of the batch has come before, and its row holds it.
 *
 * <p>A placing that comes is an order's first event but for rare cases, so only orders without one in the batch cost a
 * read of their history.
 */
final class MissingRows {

    /** Two events that were recorded within this may be stored the other way round. */
    private static final Duration UNORDERED = EventReader.LONGEST_APPEND.plus(EventReader.CLOCKS_AGREE);

    private MissingRows() {}

    /** The rows; an order whose row was lost is among those that cannot be read. */
    static OrderRows found(Stores stores, List<SequencedEvent> batch, QuarantineState quarantined) {
        Map<String, List<RecordedEvent>> orders = batch.stream()
                .map(SequencedEvent::event)
                .collect(Collectors.groupingBy(
                        event -> event.event().orderId(), LinkedHashMap::new, Collectors.toList()));
        OrderRows found = stores.projections().find(Set.copyOf(orders.keySet()));
        Map<String, String> unreadable = new HashMap<>(found.unreadable());
        orders.forEach((orderId, events) -> {
            if (!found.rows().containsKey(orderId)
                    && !found.unreadable().containsKey(orderId)
                    && events.stream().noneMatch(event -> event.event() instanceof OrderPlaced)
                    && hasEarlier(stores, orderId, events, quarantined)) {
                unreadable.put(orderId, QuarantineReader.ROW_LOST);
            }
        });
        return new OrderRows(found.rows(), unreadable);
    }

    private static boolean hasEarlier(
            Stores stores, String orderId, List<RecordedEvent> events, QuarantineState quarantined) {
        Set<EventRef> known = new HashSet<>(quarantined.events());
        events.forEach(event -> known.add(RecordOutcomes.ref(event)));
        Instant first = events.stream()
                .map(RecordedEvent::recordedAt)
                .min(Instant::compareTo)
                .orElseThrow()
                .minus(UNORDERED);
        return stores.events().history(orderId).stream()
                .anyMatch(event -> event.recordedAt().isBefore(first) && !known.contains(RecordOutcomes.ref(event)));
    }
}
