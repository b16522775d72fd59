package io.purchaseorders.handlers.processor;

import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.processor.Delivery.Outcome;
import io.purchaseorders.handlers.processor.Delivery.Settled;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.EventWriter.Appended;
import io.purchaseorders.stores.NoteWriter;
import io.purchaseorders.stores.NotedEvent;
import io.purchaseorders.stores.Rejection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records one batch of published events: each order's history is read once, and its new events are stored in canonical
 * order, orders side by side. What fails for one event holds up neither its order nor another one.
 */
final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    /** A lost answer or a slow write is tried once more at once: the queue would wait for minutes. */
    private static final int ATTEMPTS = 2;

    /** Where so many calls of a batch failed, the tables are away: the rest goes back to the queue untried. */
    private static final int FAILURES_OF_AN_OUTAGE = 8;

    private static final Comparator<Received> CANONICAL =
            Comparator.comparing(received -> received.event().event(), OrderEvent.CANONICAL_ORDER);

    private final int slot;
    private final ProcessorStores stores;
    private final Clock clock;
    private final ExecutorService workers;
    private final AtomicInteger failures = new AtomicInteger();

    /**
     * For one batch.
     *
     * @param instance tells this instance of the function from others
     */
    Recorder(ProcessorStores stores, Clock clock, ExecutorService workers, String instance) {
        this.slot = Math.floorMod(instance.hashCode(), NoteWriter.SLOTS);
        this.stores = stores;
        this.clock = clock;
        this.workers = workers;
    }

    /** A message and the event in it. */
    private record Received(String messageId, String eventBridgeId, RecordedEvent event) {}

    /**
     * Returns once each of them is settled or has failed.
     *
     * @param messages envelopes by the id of their message
     */
    List<Delivery> record(Map<String, Envelope> messages) {
        Map<String, List<Received>> orders = new LinkedHashMap<>();
        List<Callable<List<Delivery>>> parts = new ArrayList<>();
        messages.forEach((messageId, envelope) -> {
            switch (Admission.read(envelope, clock.instant())) {
                case Admission.Outcome.Accept valid ->
                    orders.computeIfAbsent(valid.event().event().orderId(), id -> new ArrayList<>())
                            .add(new Received(messageId, envelope.id(), valid.event()));
                case Admission.Outcome.Reject refused ->
                    parts.add(() ->
                            List.of(attempt(messageId, () -> keep(messageId, envelope.id(), refused.rejection()))));
                case Admission.Outcome.Duplicate duplicate ->
                    throw new IllegalStateException("nothing is a duplicate before it was compared");
            }
        });
        orders.values().stream()
                .findFirst()
                .ifPresent(received -> note(received.getFirst().event().event()));
        orders.forEach((orderId, received) -> parts.add(() -> order(orderId, received)));
        return all(parts);
    }

    /**
     * One event stands for the batch: whoever asks how far the projections are behind looks whether it is applied. It is
     * noted before anything is stored, so that no crash leaves events that nobody knows of.
     */
    private void note(OrderEvent event) {
        NotedEvent noted =
                new NotedEvent(new EventRef(event.orderId(), event.key().timestamp()), clock.instant());
        try {
            failing(() -> {
                stores.notes().note(slot, noted);
                return noted;
            });
        } catch (RuntimeException failure) {
            // An event is worth more than how soon its delay shows.
            LOG.atWarn().addKeyValue("failure", failure.getClass().getName()).log("batch is not noted");
        }
    }

    private List<Delivery> all(List<Callable<List<Delivery>>> parts) {
        List<Delivery> deliveries = new ArrayList<>();
        try {
            for (Future<List<Delivery>> part : workers.invokeAll(parts)) {
                deliveries.addAll(part.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while recording", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("failures of stores are results, this is none", e.getCause());
        }
        return deliveries;
    }

    private List<Delivery> order(String orderId, List<Received> received) {
        List<RecordedEvent> history = new ArrayList<>();
        try {
            history.addAll(failing(() -> stores.histories().history(orderId)));
        } catch (RuntimeException unread) {
            return received.stream()
                    .<Delivery>map(each -> new Delivery.Failed(each.messageId(), unread))
                    .toList();
        }
        return received.stream()
                .sorted(CANONICAL)
                .map(each -> {
                    Set<Instant> attempts = new HashSet<>();
                    return attempt(each.messageId(), () -> append(each, history, attempts));
                })
                .collect(Collectors.toList());
    }

    private Delivery attempt(String messageId, Callable<Delivery> part) {
        try {
            return failing(part);
        } catch (RuntimeException failure) {
            return new Delivery.Failed(messageId, failure);
        }
    }

    /** @throws RuntimeException after the last attempt, or at once while the tables are away */
    private <T> T failing(Callable<T> part) {
        for (int attempt = 1; ; attempt++) {
            if (failures.get() >= FAILURES_OF_AN_OUTAGE) {
                throw new IllegalStateException("not tried: too many calls of this batch failed");
            }
            try {
                return part.call();
            } catch (Exception failure) {
                failures.incrementAndGet();
                if (attempt >= ATTEMPTS) {
                    throw failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
                }
            }
        }
    }

    private Settled append(Received received, List<RecordedEvent> history, Set<Instant> attempts) {
        return switch (Admission.compare(received.event(), history)) {
            case Admission.Outcome.Accept isNew -> insert(received, history, attempts);
            case Admission.Outcome.Duplicate duplicate -> again(received, duplicate.stored());
            case Admission.Outcome.Reject refused ->
                keep(received.messageId(), received.eventBridgeId(), refused.rejection());
        };
    }

    /**
     * The history may be outrun by another delivery; the condition of the insert is not. The event is recorded now, after
     * the history was read: how fresh an answer can claim to be rests on how soon an insert follows.
     *
     * @param attempts when this event was recorded before without an answer: what is stored since may be it
     */
    private Settled insert(Received received, List<RecordedEvent> history, Set<Instant> attempts) {
        RecordedEvent event = recordedNow(received.event());
        attempts.add(event.recordedAt());
        return switch (stores.events().append(event)) {
            case Appended.Stored stored -> accepted(received, event, history);
            case Appended.Present present ->
                Admission.conflict(event, present.stored())
                        .map(conflict -> keep(received.messageId(), received.eventBridgeId(), conflict))
                        .orElseGet(() -> attempts.contains(present.stored().recordedAt())
                                ? accepted(received, present.stored(), history)
                                : again(received, present.stored()));
            case Appended.Taken taken ->
                keep(received.messageId(), received.eventBridgeId(), Admission.placeTaken(event, taken.reason()));
        };
    }

    private RecordedEvent recordedNow(RecordedEvent valid) {
        return new RecordedEvent(valid.event(), valid.source(), clock.instant(), valid.detail());
    }

    private static Settled accepted(Received received, RecordedEvent stored, List<RecordedEvent> history) {
        history.add(stored);
        return settled(received, Outcome.ACCEPTED);
    }

    private Settled again(Received received, RecordedEvent stored) {
        stores.duplicates().count(stored.event().orderId(), stored.event().eventId(), received.eventBridgeId());
        return settled(received, Outcome.DUPLICATE);
    }

    private static Settled settled(Received received, Outcome outcome) {
        OrderEvent event = received.event().event();
        return new Settled(
                received.messageId(),
                received.eventBridgeId(),
                outcome,
                Map.of("orderId", event.orderId(), "eventId", event.eventId()));
    }

    private Settled keep(String messageId, String eventBridgeId, Rejection rejection) {
        stores.rejections().add(rejection);
        Function<Map<String, String>, Map<String, String>> ids = known -> {
            Map<String, String> all = new LinkedHashMap<>(known);
            all.put("rejectionId", rejection.rejectionId());
            return all;
        };
        return switch (rejection.outcome()) {
            // Nothing else of it was understood; what stands in place of its ids may be anything.
            case REJECTED -> new Settled(messageId, eventBridgeId, Outcome.REJECTED, ids.apply(Map.of()));
            case CONFLICT ->
                new Settled(
                        messageId,
                        eventBridgeId,
                        Outcome.CONFLICT,
                        ids.apply(Map.of(
                                "orderId", rejection.orderId().orElse(""),
                                "eventId", rejection.eventId().orElse(""))));
        };
    }
}
