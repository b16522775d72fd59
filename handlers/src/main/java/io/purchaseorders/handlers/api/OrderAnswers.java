package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.purchaseorders.events.Names;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.ETag;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.PublishedJson;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.order.OrderRow.Position;
import io.purchaseorders.stores.EventReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Answers for one order: its state at any moment, and its events. */
final class OrderAnswers {

    private static final String NOT_FOUND = "There is no such order, or none by then.";

    /** Members that the API adds to a published event. */
    private static final Set<String> ADDED = Set.of("type", "source", "recordedAt", "anomaly");

    /** How an event's detail is answered. */
    private enum DetailForm {
        /** Its members, each to the letter. */
        MEMBERS,
        /** As one text, of which the digest in the log is made. */
        TEXT
    }

    /** Members that every event has. */
    private static final List<String> REQUIRED = List.of("eventId", "orderId", "occurredAt");

    private final EventReader events;
    private final CursorCodec cursors;

    OrderAnswers(EventReader events, CursorCodec cursors) {
        this.events = events;
        this.cursors = cursors;
    }

    Answer order(Request request) {
        Parameters parameters = new Parameters(request);
        String orderId = orderId(parameters);
        PointInTime pointInTime = PointInTime.read(parameters);
        return parameters.ifFaultless(() -> {
            List<RecordedEvent> seen = events.history(orderId).stream()
                    .filter(pointInTime::includes)
                    .toList();
            return seen.isEmpty()
                    ? Problem.notFound(request.path(), NOT_FOUND)
                    : ETag.conditional(Answer.ok(FoldedOrder.of(orderId, seen).toJson()), request);
        });
    }

    Answer events(Request request) {
        Parameters parameters = new Parameters(request);
        String orderId = orderId(parameters);
        int limit = parameters.limit();
        DetailForm form = parameters.oneOf("detail", DetailForm.class, DetailForm.MEMBERS);
        List<?> list = List.of(request.route(), orderId);
        Optional<Position> after = parameters.cursor(cursors, list).map(OrderAnswers::position);
        return parameters.ifFaultless(() -> {
            History history = History.of(events.history(orderId));
            if (history.events().isEmpty()) {
                return Problem.notFound(request.path(), NOT_FOUND);
            }
            var steps = history.steps(orderId);
            var following = IntStream.range(0, history.events().size())
                    .mapToObj(i -> new Flagged(history.events().get(i), steps.get(i)))
                    .filter(event -> after.map(last -> event.position().compareTo(last) > 0)
                            .orElse(true));
            Page page = Page.of(
                    following.iterator(), limit, event -> published(event, form), event -> json(event.position()));
            return Answer.list(
                    page.writeTo(JsonNodeFactory.instance.objectNode(), cursors, list),
                    request,
                    "type",
                    "source",
                    "recordedAt",
                    "anomaly");
        });
    }

    private static String orderId(Parameters parameters) {
        return parameters.id("orderId", Names::isId, Parameters.ID_RULE);
    }

    private record Flagged(RecordedEvent recorded, Step step) {
        Position position() {
            return Position.of(recorded.event());
        }
    }

    private static ObjectNode published(Flagged event, DetailForm form) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", event.recorded().event().type().wireName())
                .put("source", event.recorded().source())
                .put("recordedAt", event.recorded().recordedAt().toString());
        event.step().anomaly().ifPresent(reason -> json.put("anomaly", reason));
        return switch (form) {
            case MEMBERS -> withMembers(json, event);
            case TEXT -> withText(json, event);
        };
    }

    private static ObjectNode withText(ObjectNode json, Flagged event) {
        var members = PublishedJson.members(event.recorded().detail());
        REQUIRED.forEach(name -> json.putRawValue(name, new RawValue(String.valueOf(members.get(name)))));
        return json.put("detailText", event.recorded().detail());
    }

    private static ObjectNode withMembers(ObjectNode json, Flagged event) {
        ObjectNode hidden = JsonNodeFactory.instance.objectNode();
        var members = PublishedJson.members(event.recorded().detail());
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

    private static ObjectNode json(Position position) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", position.occurredAt())
                .put("rank", position.rank())
                .put("id", position.eventId());
    }

    private static Position position(JsonNode json) {
        return new Position(
                json.path("at").asText(),
                json.path("rank").asInt(),
                json.path("id").asText());
    }
}
