package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Names;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.ETag;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.projections.order.OrderRow.Position;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.StoredEvent;
import java.util.List;
import java.util.Optional;

/** Answers for one order: its state at any moment, and its events. */
final class OrderAnswers {

    private static final String NOT_FOUND = "There is no such order.";
    private static final String NOT_FOUND_THEN = "There is no such order, or none by then.";

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
            List<StoredEvent> items = events.items(orderId);
            List<RecordedEvent> seen = items.stream()
                    .flatMap(EventReader::intact)
                    .filter(pointInTime::includes)
                    .toList();
            List<ShownEvent> damaged = ShownEvent.damaged(items);
            if (seen.isEmpty() && damaged.isEmpty()) {
                return Problem.notFound(request.path(), pointInTime.isNone() ? NOT_FOUND : NOT_FOUND_THEN);
            }
            // What is damaged whatever moment is asked for: nothing that such an item says of itself can be trusted.
            ObjectNode order = FoldedOrder.of(orderId, seen).toJson(damaged);
            return ETag.conditional(Answer.ok(order), request);
        });
    }

    Answer events(Request request) {
        Parameters parameters = new Parameters(request);
        String orderId = orderId(parameters);
        int limit = parameters.limit();
        ShownEvent.DetailForm form =
                parameters.oneOf("detail", ShownEvent.DetailForm.class, ShownEvent.DetailForm.MEMBERS);
        List<?> list = List.of(request.route(), orderId, form);
        Optional<Position> after = parameters.cursor(cursors, list).map(OrderAnswers::position);
        return parameters.ifFaultless(() -> {
            List<ShownEvent> shown = ShownEvent.of(orderId, events.items(orderId), form);
            if (shown.isEmpty()) {
                return Problem.notFound(request.path(), NOT_FOUND);
            }
            var following = shown.stream()
                    .filter(event -> after.map(last -> event.position().compareTo(last) > 0)
                            .orElse(true));
            Page page = Page.of(following.iterator(), limit, ShownEvent::json, event -> json(event.position()));
            return Answer.listOfPublished(
                    page.writeTo(JsonNodeFactory.instance.objectNode(), cursors, list),
                    request,
                    "type",
                    "source",
                    "recordedAt",
                    "anomaly",
                    "unreadable",
                    "altered");
        });
    }

    private static String orderId(Parameters parameters) {
        return parameters.id("orderId", Names::isId, Parameters.ID_RULE);
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
