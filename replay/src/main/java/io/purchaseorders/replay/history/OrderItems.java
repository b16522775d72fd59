package io.purchaseorders.replay.history;

import io.purchaseorders.events.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one side of a history holds of one order: each item once, as the latest export has it.
 *
 * @param items by timestamp
 * @param violations events that were changed or removed after they were stored, which never happens to an event, in words
 */
public record OrderItems(List<StoredItem> items, List<String> violations) {

    static final OrderItems NONE = new OrderItems(List.of(), List.of());

    /** @param sorted items of one order by timestamp, and those of one timestamp the earlier export first */
    static OrderItems of(List<StoredItem> sorted) {
        if (sorted.isEmpty()) {
            return NONE;
        }
        List<StoredItem> latest = new ArrayList<>(sorted.size());
        List<String> violations = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            StoredItem item = sorted.get(i);
            boolean isChanged = false;
            for (; i + 1 < sorted.size() && item.compareTimestamps(sorted.get(i + 1)) == 0; i++) {
                isChanged |= !item.isSameAs(sorted.get(i + 1));
                item = sorted.get(i + 1);
            }
            if (item.isRemoved()) {
                violations.add(violation(item, "was removed"));
            } else {
                latest.add(item);
                if (isChanged) {
                    violations.add(violation(item, "was changed"));
                }
            }
        }
        return new OrderItems(latest, violations);
    }

    private static String violation(StoredItem item, String what) {
        String timestamp = item.timestamp();
        return "event " + timestamp.substring(timestamp.indexOf('#') + 1) + " of order " + item.orderId() + " " + what
                + " after it was stored";
    }

    /** The events, parsed; what is no event is left out, as the aggregator does, and counted by the caller. */
    public List<RecordedEvent> events() {
        List<RecordedEvent> events = new ArrayList<>(items.size());
        for (StoredItem item : items) {
            Optional<RecordedEvent> event = item.event();
            if (event.isPresent()) {
                events.add(event.get());
            }
        }
        return events;
    }

    /** How many items there are, those included that are no events. */
    public int size() {
        return items.size();
    }

    /** Whether another side holds the same items, byte by byte, so that everything that follows from them is the same. */
    public boolean isSameAs(OrderItems other) {
        boolean isSame = items.size() == other.items.size();
        for (int i = 0; i < items.size() && isSame; i++) {
            isSame = items.get(i).isSameAs(other.items.get(i));
        }
        return isSame;
    }
}
