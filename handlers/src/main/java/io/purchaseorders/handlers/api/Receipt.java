package io.purchaseorders.handlers.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Fault;
import io.purchaseorders.events.NearMisses;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.Rejection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of what was published under one pair of ids.
 *
 * @param stored the event that counts under these ids
 * @param step its effect on its order
 * @param rejections the newest of what came under these ids and was not accepted, newest first
 */
record Receipt(
        ReceiptQuestion question,
        Optional<RecordedEvent> stored,
        Optional<Step> step,
        boolean applied,
        long duplicates,
        Optional<QuarantinedEvent> quarantined,
        List<Rejection> rejections) {

    private static final String NO_EFFECT = "none";

    /** The names stand in answers. */
    enum Outcome {
        ACCEPTED,
        CONFLICT,
        QUARANTINED,
        REJECTED,
        UNKNOWN
    }

    /** Of two contents the first one counts, and what else is said is of that one; that another came is what to know first. */
    Outcome outcome() {
        if (quarantined.isPresent()) {
            return Outcome.QUARANTINED;
        }
        if (stored.isPresent()) {
            return conflict().isPresent() ? Outcome.CONFLICT : Outcome.ACCEPTED;
        }
        return rejections.isEmpty() ? Outcome.UNKNOWN : Outcome.REJECTED;
    }

    private Optional<Rejection> conflict() {
        return rejections.stream()
                .filter(rejection -> rejection.outcome() == Rejection.Outcome.CONFLICT)
                .findFirst();
    }

    private List<Fault> reasons() {
        return switch (outcome()) {
            case ACCEPTED, UNKNOWN -> List.of();
            case CONFLICT -> conflict().map(Rejection::reasons).orElse(List.of());
            case QUARANTINED ->
                quarantined.map(item -> List.of(new Fault("", item.reason()))).orElse(List.of());
            case REJECTED -> rejections.getFirst().reasons();
        };
    }

    private List<Fault> warnings() {
        return stored.map(event -> NearMisses.of(event.event().type().wireName(), event.detail()))
                .or(() -> rejections.stream()
                        .findFirst()
                        .map(rejection -> NearMisses.of(rejection.type(), rejection.detail())))
                .orElse(List.of());
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("eventId", question.eventId())
                .put("orderId", question.orderId())
                .put("outcome", name(outcome()))
                .put(
                        "recordedAt",
                        stored.map(event -> event.recordedAt().toString()).orElse(null))
                .put("contentDigest", stored.map(RecordedEvent::digest).orElse(null))
                .put("applied", applied)
                .put("effect", step.map(Receipt::effect).orElse(null))
                .put("effectReason", step.flatMap(Step::anomaly).orElse(null))
                .put("duplicateCount", duplicates)
                .put(
                        "quarantineReason",
                        quarantined.map(QuarantinedEvent::reason).orElse(null));
        json.put("proof", stored.map(event -> question.proof()).orElse(null));
        write(reasons(), json.putArray("reasons"));
        write(warnings(), json.putArray("warnings"));
        ArrayNode list = json.putArray("rejections");
        rejections.forEach(rejection -> {
            ObjectNode item = list.addObject()
                    .put("outcome", name(rejection.outcome()))
                    .put("recordedAt", rejection.recordedAt().toString());
            write(rejection.reasons(), item.putArray("reasons"));
        });
        return json;
    }

    /** What the event did to its order. */
    private static String effect(Step step) {
        return step.anomaly().isPresent() ? NO_EFFECT : step.event().type().effect();
    }

    private static String name(Enum<?> outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static void write(List<Fault> faults, ArrayNode list) {
        faults.forEach(fault -> list.addObject().put("pointer", fault.pointer()).put("message", fault.message()));
    }
}
