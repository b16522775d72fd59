package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.api.Candidates.Candidate;
import io.purchaseorders.projections.order.OrderRow.Position;
import java.util.Optional;

/**
 * Where a scan over contributions goes on.
 *
 * @param candidate the order that was read last
 * @param event within that order, the event after which the scan goes on; nothing where the order is done
 */
record ScanPosition(Candidate candidate, Optional<Position> event) {

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("found", candidate.at())
                .put("order", candidate.orderId());
        event.ifPresent(
                at -> json.put("at", at.occurredAt()).put("rank", at.rank()).put("id", at.eventId()));
        return json;
    }

    static ScanPosition read(JsonNode json) {
        return new ScanPosition(
                new Candidate(json.path("found").asText(), json.path("order").asText()),
                json.has("at")
                        ? Optional.of(new Position(
                                json.path("at").asText(),
                                json.path("rank").asInt(),
                                json.path("id").asText()))
                        : Optional.empty());
    }
}
