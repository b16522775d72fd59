package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Names;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.ETag;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.Rejection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Answers what became of a published event. Whoever may publish may ask, so it tells nothing of any content but a
 * digest, by which a publisher knows its own: who knows two ids learns when and whether, not what.
 */
final class ReceiptAnswers {

    /** Rejections of one event that are told of: the newest say what is wrong now. */
    static final int REJECTIONS = 10;

    private final ApiStores stores;

    ReceiptAnswers(ApiStores stores) {
        this.stores = stores;
    }

    /** The names stand in answers. */
    private enum Outcome {
        ACCEPTED,
        QUARANTINED,
        REJECTED,
        UNKNOWN
    }

    Answer receipt(Request request) {
        Parameters parameters = new Parameters(request);
        String eventId = parameters.id("eventId", Names::isId, Parameters.ID_RULE);
        String orderId = parameters.requiredText("orderId", Names::isId, Parameters.ID_RULE);
        return parameters.ifFaultless(() -> ETag.conditional(Answer.ok(receipt(orderId, eventId)), request));
    }

    private ObjectNode receipt(String orderId, String eventId) {
        Optional<RecordedEvent> stored = History.of(stores.events().history(orderId)).events().stream()
                .filter(event -> event.event().eventId().equals(eventId))
                .findFirst();
        Optional<QuarantinedEvent> quarantined = stores.quarantine().of(orderId).stream()
                .filter(item -> isOf(item, eventId, stored))
                .findFirst();
        List<Rejection> rejections = stores.rejections().of(orderId, eventId, REJECTIONS);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("eventId", eventId)
                .put("orderId", orderId)
                .put("outcome", outcome(stored, quarantined, rejections).name().toLowerCase(Locale.ROOT))
                .put(
                        "recordedAt",
                        stored.map(event -> event.recordedAt().toString()).orElse(null))
                .put("contentDigest", stored.map(RecordedEvent::digest).orElse(null))
                .put(
                        "applied",
                        stored.filter(event -> quarantined.isEmpty() && isApplied(event))
                                .isPresent())
                .put("duplicateCount", stores.duplicates().of(orderId, eventId))
                .put(
                        "quarantineReason",
                        quarantined.map(QuarantinedEvent::reason).orElse(null));
        var list = json.putArray("rejections");
        rejections.forEach(rejection -> list.add(json(rejection)));
        return json;
    }

    /** Also of an item that cannot be read, as long as its key can. */
    private static boolean isOf(QuarantinedEvent item, String eventId, Optional<RecordedEvent> stored) {
        String timestamp = item.event().timestamp();
        return stored.map(event -> timestamp.equals(event.event().key().timestamp()))
                .orElseGet(() -> timestamp.endsWith("#" + eventId));
    }

    private static Outcome outcome(
            Optional<RecordedEvent> stored, Optional<QuarantinedEvent> quarantined, List<Rejection> rejections) {
        if (quarantined.isPresent()) {
            return Outcome.QUARANTINED;
        }
        if (stored.isPresent()) {
            return Outcome.ACCEPTED;
        }
        return rejections.isEmpty() ? Outcome.UNKNOWN : Outcome.REJECTED;
    }

    /** An order's row is written after all totals that the event changed. */
    private boolean isApplied(RecordedEvent event) {
        String orderId = event.event().orderId();
        return Optional.ofNullable(stores.projections().orders(Set.of(orderId)).get(orderId))
                .map(row -> row.applied().contains(event.event().key()))
                .orElse(false);
    }

    private static ObjectNode json(Rejection rejection) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("outcome", rejection.outcome().name().toLowerCase(Locale.ROOT))
                .put("recordedAt", rejection.recordedAt().toString());
        var reasons = json.putArray("reasons");
        rejection
                .reasons()
                .forEach(fault ->
                        reasons.addObject().put("pointer", fault.pointer()).put("message", fault.message()));
        return json;
    }
}
