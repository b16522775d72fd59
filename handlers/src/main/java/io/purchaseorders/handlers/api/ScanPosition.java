package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.projections.order.OrderRow.Position;
import io.purchaseorders.stores.EventReader.ItemKey;
import java.util.Optional;

/**
 * Where a trail stands.
 *
 * @param place the item behind which the walk over the orders goes on; nothing at its beginning
 * @param done the order that was met last, which the walk may meet once more
 * @param event within that order, the event behind which it goes on; nothing where the order is done
 */
record ScanPosition(Optional<ItemKey> place, String done, Optional<Position> event) {

    static final ScanPosition BEGINNING = new ScanPosition(Optional.empty(), "", Optional.empty());

    static ScanPosition behind(ItemKey place, String done) {
        return new ScanPosition(Optional.of(place), done, Optional.empty());
    }

    static ScanPosition within(ItemKey place, Position event) {
        return new ScanPosition(Optional.of(place), place.orderId(), Optional.of(event));
    }

    boolean isDone(String orderId) {
        return done.equals(orderId);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("done", done);
        place.ifPresent(at -> json.put("order", at.orderId()).put("item", at.timestamp()));
        event.ifPresent(
                at -> json.put("at", at.occurredAt()).put("rank", at.rank()).put("id", at.eventId()));
        return json;
    }

    static ScanPosition read(JsonNode json) {
        return new ScanPosition(
                json.has("order")
                        ? Optional.of(new ItemKey(
                                json.path("order").asText(), json.path("item").asText()))
                        : Optional.empty(),
                json.path("done").asText(),
                json.has("at")
                        ? Optional.of(new Position(
                                json.path("at").asText(),
                                json.path("rank").asInt(),
                                json.path("id").asText()))
                        : Optional.empty());
    }
}
