package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.api.http.PublishedJson;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.order.OrderRow.Position;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.StoredEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A stored item as the list of an order's events shows it: an event as it was published, or what is known of an item that
 * cannot be read or is not what was recorded.
 *
 * @param position in canonical order; where an item has no readable type, before the events of the same time
 */
record ShownEvent(Position position, ObjectNode json) {

    /** Members that the API adds to a published event. */
    private static final Set<String> ADDED = Set.of("type", "source", "recordedAt", "anomaly", "unreadable", "altered");

    /** Sorts before every type. */
    private static final int NO_RANK = -1;

    /** How an event's detail is answered. */
    enum DetailForm {
        /** Its members, each to the letter. */
        MEMBERS,
        /** As one text, of which the digest in the log is made. */
        TEXT
    }

    /** Members that every event has. */
    private static final List<String> REQUIRED = List.of("eventId", "orderId", "occurredAt");

    /** In canonical order; only events are folded. */
    static List<ShownEvent> of(String orderId, List<StoredEvent> items, DetailForm form) {
        List<ShownEvent> shown = new ArrayList<>();
        List<RecordedEvent> intact = new ArrayList<>();
        for (StoredEvent item : items) {
            switch (item) {
                case StoredEvent.Intact event -> intact.add(event.event());
                case StoredEvent.Unreadable unreadable -> shown.add(damaged(unreadable));
                case StoredEvent.Altered altered -> shown.add(damaged(altered));
            }
        }
        History history = History.of(intact);
        List<Step> steps = history.steps(orderId);
        for (int i = 0; i < steps.size(); i++) {
            shown.add(published(history.events().get(i), steps.get(i), form));
        }
        shown.sort(Comparator.comparing(ShownEvent::position));
        return shown;
    }

    /** What is stored of an order in an event's place and is none as it was recorded, each with its reason, by position. */
    static List<ShownEvent> damaged(List<StoredEvent> items) {
        return items.stream()
                .flatMap(item -> switch (item) {
                    case StoredEvent.Intact intact -> Stream.<ShownEvent>of();
                    case StoredEvent.Unreadable unreadable -> Stream.of(damaged(unreadable));
                    case StoredEvent.Altered altered -> Stream.of(damaged(altered));
                })
                .sorted(Comparator.comparing(ShownEvent::position))
                .toList();
    }

    private static ShownEvent damaged(StoredEvent.Unreadable item) {
        return of(item.ref(), "unreadable", item.reason());
    }

    private static ShownEvent damaged(StoredEvent.Altered item) {
        return of(item.ref(), "altered", item.reason());
    }

    /** The sort key of such an item may be anything; what is after its first separator counts as the event's id. */
    private static ShownEvent of(EventRef ref, String member, String reason) {
        int separator = ref.timestamp().indexOf('#');
        String occurredAt = separator < 0 ? "" : ref.timestamp().substring(0, separator);
        String eventId = ref.timestamp().substring(separator + 1);
        return new ShownEvent(
                new Position(occurredAt, NO_RANK, eventId),
                JsonNodeFactory.instance
                        .objectNode()
                        .put("eventId", eventId)
                        .put("orderId", ref.orderId())
                        .put(member, reason));
    }

    /** When it says to have occurred; nothing where it does not say. */
    Optional<Instant> occurredAt() {
        try {
            return Optional.of(Instant.parse(position.occurredAt()));
        } catch (DateTimeException notAnInstant) {
            return Optional.empty();
        }
    }

    private static ShownEvent published(RecordedEvent event, Step step, DetailForm form) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", event.event().type().wireName())
                .put("source", event.source())
                .put("recordedAt", event.recordedAt().toString());
        step.anomaly().ifPresent(reason -> json.put("anomaly", reason));
        return new ShownEvent(
                Position.of(event.event()),
                switch (form) {
                    case MEMBERS -> withMembers(json, event);
                    case TEXT -> withText(json, event);
                });
    }

    private static ObjectNode withText(ObjectNode json, RecordedEvent event) {
        var members = PublishedJson.members(event.detail());
        REQUIRED.forEach(name -> json.putRawValue(name, new RawValue(String.valueOf(members.get(name)))));
        return json.put("detailText", event.detail());
    }

    private static ObjectNode withMembers(ObjectNode json, RecordedEvent event) {
        ObjectNode hidden = JsonNodeFactory.instance.objectNode();
        var members = PublishedJson.members(event.detail());
        // A published member of this name would hide those beside it that have to move there.
        boolean moves = members.keySet().stream().anyMatch(ADDED::contains);
        members.forEach((name, value) -> {
            boolean taken = ADDED.contains(name) || (moves && name.equals("published"));
            (taken ? hidden : json).putRawValue(name, new RawValue(value));
        });
        if (moves) {
            json.set("published", hidden);
        }
        return json;
    }
}
