package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.EventKey;
import io.purchaseorders.events.Names;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventReader.Placement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Answers with the orders of one customer, newest first. */
final class CustomerAnswers {

    /** Histories that are read at a time: enough to hide the waiting, not enough to be throttled. */
    private static final int AT_A_TIME = 16;

    private final EventReader events;
    private final CursorCodec cursors;

    CustomerAnswers(EventReader events, CursorCodec cursors) {
        this.events = events;
        this.cursors = cursors;
    }

    /** Where the index mentions an order, and what the order itself says. */
    private record Mention(Placement placement, FoldedOrder folded) {}

    Answer orders(Request request) {
        Parameters parameters = new Parameters(request);
        String customerId = parameters.id(
                "customerId", Names::isName, "must be 1 to 64 characters, without control characters and #");
        Optional<Instant> from = parameters.instant("from");
        Optional<Instant> to = parameters.instant("to");
        parameters.ordered(from, to);
        int limit = parameters.limit();
        List<?> list = List.of(request.route(), customerId, from, to);
        Optional<Placement> after = parameters.cursor(cursors, list).map(CustomerAnswers::placement);
        return parameters.ifFaultless(() -> {
            try (Stream<Placement> index = events.placements(customerId, from, to, after)) {
                Page page = Page.of(
                        counting(index, customerId, limit).iterator(),
                        limit,
                        mention -> mention.folded().toJson(),
                        mention -> json(mention.placement()));
                return page.isEmpty() && after.isEmpty() && !hasOrders(customerId)
                        ? Problem.notFound(request.path(), "There are no orders of such a customer.")
                        : Answer.ok(page.writeTo(JsonNodeFactory.instance.objectNode(), cursors, list));
            }
        });
    }

    private boolean hasOrders(String customerId) {
        try (Stream<Placement> index =
                events.placements(customerId, Optional.empty(), Optional.empty(), Optional.empty())) {
            return counting(index, customerId, 0).findFirst().isPresent();
        }
    }

    /** A second placing of an order is in the index too, and counts for nobody. */
    private Stream<Mention> counting(Stream<Placement> index, String customerId, int limit) {
        return index.gather(Gatherers.mapConcurrent(Math.min(AT_A_TIME, limit + 1), this::mention))
                .filter(mention ->
                        mention.folded().isPlacedBy(mention.placement().key(), customerId));
    }

    private Mention mention(Placement placement) {
        return new Mention(placement, FoldedOrder.of(placement.orderId(), events.history(placement.orderId())));
    }

    private static ObjectNode json(Placement placement) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("order", placement.orderId())
                .put("key", placement.key().timestamp());
    }

    private static Placement placement(JsonNode json) {
        return new Placement(
                json.path("order").asText(), EventKey.parse(json.path("key").asText()));
    }
}
