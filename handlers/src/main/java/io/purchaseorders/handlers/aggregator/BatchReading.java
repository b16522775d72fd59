package io.purchaseorders.handlers.aggregator;

import static io.purchaseorders.handlers.aggregator.RecordOutcomes.ref;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.handlers.aggregator.Aggregation.Stores;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import io.purchaseorders.projections.batch.BatchPlan;
import io.purchaseorders.projections.batch.BatchPlan.OrderWrite;
import io.purchaseorders.projections.batch.BatchPlanner;
import io.purchaseorders.projections.batch.BatchPlanner.SequencedEvent;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.ProjectionReader.OrderRows;
import io.purchaseorders.stores.QuarantineReader;
import io.purchaseorders.stores.QuarantineReader.QuarantineState;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.Violation;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what a batch needs and plans it. Whatever the plan leaves out is durably quarantined before {@link #read}
 * returns, and so before anything is applied without it.
 */
final class BatchReading {

    private static final String TOO_LARGE = "the order's row would get too large";

    private final Stores stores;

    BatchReading(Stores stores) {
        this.stores = stores;
    }

    /**
     * A batch as it will be written.
     *
     * @param orders the orders' rows, as they are after the batch
     * @param state what was quarantined before, with what the batch brings back
     * @param quarantined what this batch quarantines
     * @param violations events that were forged or changed
     */
    record Read(
            BatchPlan plan,
            Map<String, OrderRow> orders,
            QuarantineState state,
            Set<EventRef> quarantined,
            List<EventRef> violations) {}

    /** @param zone the reporting time zone of the table */
    Read read(List<StreamRecord> records, QuarantineState before, String shardId, ZoneId zone) {
        Set<EventRef> quarantined = new HashSet<>();
        List<EventRef> violations = records.stream()
                .flatMap(record -> keep(record, shardId, quarantined).stream())
                .toList();
        Map<EventRef, RecordedEvent> released = released(records);
        List<SequencedEvent> batch = records.stream()
                .flatMap(record -> sequenced(record, before, released))
                .toList();
        OrderRows found = MissingRows.found(stores, batch, before);
        QuarantineState state = recover(records, before, released, found, shardId);
        Map<EventRef, StreamRecord.Insert> untimely = untimely(records, before, found);
        untimely.values().forEach(insert -> forged(insert, shardId, quarantined));
        List<EventRef> reported =
                Stream.concat(violations.stream(), untimely.keySet().stream()).toList();
        batch = batch.stream()
                .filter(sequenced -> !untimely.containsKey(ref(sequenced.event())))
                .toList();
        BatchPlan plan = plan(without(batch, found, shardId, quarantined), found.rows(), zone);
        Set<String> tooLarge = plan.orders().stream()
                .map(OrderWrite::row)
                .filter(row -> !stores.projections().fits(row))
                .map(row -> row.order().orderId())
                .collect(Collectors.toUnmodifiableSet());
        if (!tooLarge.isEmpty()) {
            OrderRows fit = new OrderRows(
                    found.rows(),
                    tooLarge.stream().collect(Collectors.toMap(orderId -> orderId, orderId -> TOO_LARGE)));
            plan = plan(
                    without(without(batch, found, shardId, quarantined), fit, shardId, quarantined),
                    found.rows(),
                    zone);
        }
        for (BatchPlan.UnfoldableEvent unfoldable : plan.quarantined()) {
            quarantine(unfoldable.sequenced(), unfoldable.reason(), shardId, quarantined);
        }
        Map<String, OrderRow> orders = new HashMap<>(found.rows());
        for (OrderWrite write : plan.orders()) {
            orders.put(write.row().order().orderId(), write.row());
        }
        return new Read(plan, orders, state, quarantined, reported);
    }

    /**
     * Keeps what is never applied, before anything is applied without it. Returns the event that was forged or changed, if
     * the record tells of that.
     */
    private Optional<EventRef> keep(StreamRecord record, String shardId, Set<EventRef> quarantined) {
        return switch (record) {
            case StreamRecord.Unreadable unreadable -> {
                quarantined.add(unreadable.event());
                stores.quarantine()
                        .quarantine(new QuarantinedEvent(
                                unreadable.event(),
                                unreadable.reason(),
                                shardId,
                                unreadable.at(),
                                unreadable.payload()));
                yield Optional.empty();
            }
            case StreamRecord.Forged forged -> {
                quarantined.add(forged.event());
                stores.quarantine()
                        .quarantine(new QuarantinedEvent(
                                forged.event(),
                                forged.reason(),
                                shardId,
                                forged.at(),
                                forged.evidence().after()));
                violation(forged.event(), Violation.Kind.FORGED, shardId, forged.at(), forged.evidence());
                yield Optional.of(forged.event());
            }
            case StreamRecord.Tampering tampering -> {
                violation(tampering.event(), tampering.kind(), shardId, tampering.at(), tampering.evidence());
                yield Optional.of(tampering.event());
            }
            case StreamRecord.Insert insert -> Optional.empty();
            case StreamRecord.Release release -> Optional.empty();
        };
    }

    /** Those new events that say that they were recorded at another time, but for one that was applied and is put back. */
    private static Map<EventRef, StreamRecord.Insert> untimely(
            List<StreamRecord> records, QuarantineState before, OrderRows found) {
        RecordOutcomes now = new RecordOutcomes(found.rows(), before, Set.of());
        Map<EventRef, StreamRecord.Insert> untimely = new LinkedHashMap<>();
        for (StreamRecord record : records) {
            if (record instanceof StreamRecord.Insert insert
                    && insert.untimely().isPresent()) {
                EventRef event = ref(insert.sequenced().event());
                if (!before.events().contains(event) && !now.holds(event)) {
                    untimely.put(event, insert);
                }
            }
        }
        return untimely;
    }

    private void forged(StreamRecord.Insert insert, String shardId, Set<EventRef> quarantined) {
        StreamRecords.Untimely why = insert.untimely().orElseThrow();
        quarantine(insert.sequenced(), why.reason(), shardId, quarantined);
        violation(ref(insert.sequenced().event()), Violation.Kind.FORGED, shardId, insert.at(), why.evidence());
    }

    private void violation(
            EventRef event, Violation.Kind kind, String shardId, SequenceNumber at, Violation.Evidence evidence) {
        stores.quarantine().record(new Violation(event, kind, shardId, at, evidence, Optional.empty()));
    }

    private void quarantine(SequencedEvent sequenced, String reason, String shardId, Set<EventRef> quarantined) {
        quarantined.add(ref(sequenced.event()));
        stores.quarantine()
                .quarantine(new QuarantinedEvent(
                        ref(sequenced.event()),
                        reason,
                        shardId,
                        sequenced.at(),
                        sequenced.event().detail()));
    }

    /**
     * Returns the event that a record brings: a new one unless it is quarantined, or a released one, under the sequence
     * number of its release.
     */
    private static Stream<SequencedEvent> sequenced(
            StreamRecord record, QuarantineState state, Map<EventRef, RecordedEvent> released) {
        return switch (record) {
            case StreamRecord.Insert insert ->
                state.events().contains(ref(insert.sequenced().event())) ? Stream.of() : Stream.of(insert.sequenced());
            case StreamRecord.Release release ->
                Optional.ofNullable(released.get(release.event()))
                        .map(event -> new SequencedEvent(release.at(), event))
                        .stream();
            case StreamRecord.Unreadable unreadable -> Stream.of();
            case StreamRecord.Forged forged -> Stream.of();
            case StreamRecord.Tampering tampering -> Stream.of();
        };
    }

    /** Reads the released events from the store. An event that still cannot be read is missing from the answer. */
    private Map<EventRef, RecordedEvent> released(List<StreamRecord> records) {
        Map<EventRef, RecordedEvent> released = new HashMap<>();
        for (StreamRecord record : records) {
            if (record instanceof StreamRecord.Release release) {
                stores.events().history(release.event().orderId()).stream()
                        .filter(stored -> ref(stored).equals(release.event()))
                        .findFirst()
                        .ifPresent(stored -> released.put(release.event(), stored));
            }
        }
        return released;
    }

    /**
     * Quarantines the released events that no batch has counted because the stream discarded them. The entry says so
     * to every retry, and is removed once the event is applied.
     */
    private QuarantineState recover(
            List<StreamRecord> records,
            QuarantineState before,
            Map<EventRef, RecordedEvent> released,
            OrderRows found,
            String shardId) {
        Set<EventRef> inserted = new HashSet<>();
        for (StreamRecord record : records) {
            if (record instanceof StreamRecord.Insert insert) {
                inserted.add(ref(insert.sequenced().event()));
            }
        }
        Set<EventRef> events = new HashSet<>(before.events());
        Set<EventRef> recovered = new HashSet<>(before.recovered());
        RecordOutcomes now = new RecordOutcomes(found.rows(), before, Set.of());
        for (StreamRecord record : records) {
            if (record instanceof StreamRecord.Release release
                    && released.containsKey(release.event())
                    && !inserted.contains(release.event())
                    && !now.holds(release.event())
                    && events.add(release.event())) {
                recovered.add(release.event());
                quarantine(
                        new SequencedEvent(release.at(), released.get(release.event())),
                        QuarantineReader.RECOVERED,
                        shardId,
                        new HashSet<>());
            }
        }
        return new QuarantineState(events, recovered, before.rows());
    }

    /** Returns the events whose order's row can be read and written, and quarantines the others. */
    private List<SequencedEvent> without(
            List<SequencedEvent> batch, OrderRows found, String shardId, Set<EventRef> quarantined) {
        List<SequencedEvent> others = new ArrayList<>(batch.size());
        for (SequencedEvent sequenced : batch) {
            String reason = found.unreadable().get(sequenced.event().event().orderId());
            if (reason == null) {
                others.add(sequenced);
            } else {
                quarantine(sequenced, reason, shardId, quarantined);
            }
        }
        return others;
    }

    private BatchPlan plan(List<SequencedEvent> batch, Map<String, OrderRow> rows, ZoneId zone) {
        Map<String, List<RecordedEvent>> histories = new HashMap<>();
        BatchPlanner.lateOrders(batch, rows)
                .forEach(orderId -> histories.put(orderId, stores.events().history(orderId)));
        return BatchPlanner.plan(batch, rows, histories, zone);
    }
}
