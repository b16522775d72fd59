package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.Names;
import io.purchaseorders.handlers.api.http.Parameters;
import java.util.ArrayList;
import java.util.List;

/** One event that a receipt is asked for. */
record ReceiptQuestion(String orderId, String eventId) {

    /** So many at once are answered within the gateway's patience. */
    static final int MOST = 100;

    /** The questions of a body {@code {"events": [{"orderId", "eventId"}, ...]}}; whatever is wrong becomes a fault. */
    static List<ReceiptQuestion> read(String body, Parameters faults) {
        JsonNode events = parse(body).path("events");
        if (!events.isArray() || events.isEmpty() || events.size() > MOST) {
            faults.fault("events", "must be a list of 1 to " + MOST + " objects with orderId and eventId");
            return List.of();
        }
        List<ReceiptQuestion> questions = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            questions.add(new ReceiptQuestion(id(event, "orderId", i, faults), id(event, "eventId", i, faults)));
        }
        return questions;
    }

    /** Where a proof of the event is answered; ids need no encoding. */
    String proof() {
        return "/events/" + eventId + "/proof?orderId=" + orderId;
    }

    private static String id(JsonNode event, String name, int index, Parameters faults) {
        JsonNode id = event.path(name);
        if (id.isTextual() && Names.isId(id.textValue())) {
            return id.textValue();
        }
        faults.fault("events/" + index + "/" + name, Parameters.ID_RULE);
        return "";
    }

    private static JsonNode parse(String body) {
        try {
            return DetailJson.MAPPER.readTree(body);
        } catch (JsonProcessingException | NumberFormatException unreadable) {
            return DetailJson.MAPPER.missingNode();
        }
    }
}
