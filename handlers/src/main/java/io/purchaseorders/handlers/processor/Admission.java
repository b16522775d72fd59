package io.purchaseorders.handlers.processor;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.Fault;
import io.purchaseorders.events.Limits;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.stores.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of a published event. Pure: the clock and the order's history are arguments. */
final class Admission {

    private Admission() {}

    /** What became of an event. */
    sealed interface Outcome {
        record Accept(RecordedEvent event) implements Outcome {}

        record Duplicate(RecordedEvent stored) implements Outcome {}

        record Reject(Rejection rejection) implements Outcome {}
    }

    /** Valid and readable, or rejected with every reason. */
    static Outcome read(Envelope envelope, Instant now) {
        return EventCodec.decode(envelope.source(), envelope.type(), envelope.detail(), now)
                .fold(
                        faults -> reject(envelope, now, faults),
                        event -> new Outcome.Accept(recorded(envelope, event, now)));
    }

    private static RecordedEvent recorded(Envelope envelope, OrderEvent event, Instant now) {
        return new RecordedEvent(event, envelope.source(), now, envelope.detail());
    }

    private static Outcome reject(Envelope envelope, Instant now, List<Fault> faults) {
        return new Outcome.Reject(
                Rejection.invalid(envelope.type(), envelope.source(), envelope.detail(), now, faults));
    }

    /** Against what is stored under the order: new, known, another content under a known id, or more than an order takes. */
    static Outcome compare(RecordedEvent received, List<RecordedEvent> history) {
        Optional<RecordedEvent> known = history.stream()
                .filter(stored ->
                        stored.event().eventId().equals(received.event().eventId()))
                .findFirst();
        if (known.isPresent()) {
            RecordedEvent stored = known.get();
            return conflict(received, stored)
                    .<Outcome>map(Outcome.Reject::new)
                    .orElseGet(() -> new Outcome.Duplicate(stored));
        }
        return beyondTheOrder(received, history)
                .<Outcome>map(fault -> new Outcome.Reject(Rejection.invalid(
                        received.event().type().wireName(),
                        received.source(),
                        received.detail(),
                        received.recordedAt(),
                        List.of(fault))))
                .orElseGet(() -> new Outcome.Accept(received));
    }

    /** An event whose place in its order is taken by an item that is no event of this system. */
    static Rejection placeTaken(RecordedEvent received, String reason) {
        return Rejection.invalid(
                received.event().type().wireName(),
                received.source(),
                received.detail(),
                received.recordedAt(),
                List.of(new Fault("/eventId", "its place is taken by an item that is no event: " + reason)));
    }

    private static Optional<Fault> beyondTheOrder(RecordedEvent received, List<RecordedEvent> history) {
        if (history.size() >= Limits.ORDER_EVENTS) {
            return Optional.of(
                    new Fault("/orderId", "has " + history.size() + " events, the most that an order takes"));
        }
        long bytes = history.stream()
                .mapToLong(stored -> Limits.bytes(stored.detail()))
                .sum();
        return bytes + Limits.bytes(received.detail()) <= Limits.ORDER_DETAIL_BYTES
                ? Optional.empty()
                : Optional.of(new Fault(
                        "/orderId",
                        "has events of " + bytes + " bytes; with this one they would exceed the "
                                + Limits.ORDER_DETAIL_BYTES + " bytes that an order takes"));
    }

    /** A rejection, if the event stored under the same id has another content. */
    static Optional<Rejection> conflict(RecordedEvent received, RecordedEvent stored) {
        return stored.digest().equals(received.digest())
                ? Optional.empty()
                : Optional.of(Rejection.conflict(stored, received));
    }
}
