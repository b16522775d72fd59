package io.purchaseorders.handlers.simulation;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.order.OrderRowCodec;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.Violation;
import io.purchaseorders.stores.dynamodb.StoredNames;
import io.purchaseorders.stream.StreamRecord;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** What all rows must be in the end: a fold from scratch of what arrived, and the poison where it belongs. */
@NullMarked
final class Expectation {

    private final Map<String, List<RecordedEvent>> orders = new TreeMap<>();
    private final List<String> quarantined = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<StreamRecord> givenUp = new ArrayList<>();

    void arrived(RecordedEvent event) {
        orders.computeIfAbsent(event.event().orderId(), id -> new ArrayList<>()).add(event);
    }

    void poisoned(Step.Poison.Kind kind, Map<String, String> item, String sequenceNumber) {
        String ref = new EventRef(
                        item.getOrDefault(StoredNames.ORDER_ID, ""), item.getOrDefault(StoredNames.TIMESTAMP, ""))
                .toString();
        switch (kind) {
            case UNREADABLE -> quarantined.add(ref);
            case FORGED -> {
                quarantined.add(ref);
                violations.add(kind + " " + ref);
            }
            case MODIFY, REMOVE -> violations.add(kind + " " + ref);
        }
    }

    void givenUp(List<StreamRecord> records) {
        givenUp.addAll(records);
    }

    /** The first part that differs, if any: expected, then found. */
    Optional<String> difference(Ports ports, StreamModel stream) {
        return difference("records given up", List.of(), givenUp)
                .or(() -> difference("totals", totals(), totals(ports)))
                .or(() -> difference("orders", orders(), orders(ports)))
                .or(() -> difference("orders by day that are missing", List.of(), missingDays(ports)))
                .or(() -> difference("books", counted(stream), counted(ports)))
                .or(() -> difference("conflicts", sorted(conflicts()), sorted(conflicts(ports))))
                .or(() -> difference(
                        "set aside",
                        sorted(quarantined),
                        sorted(ports.quarantine().events().stream()
                                .map(QuarantinedEvent::event)
                                .map(EventRef::toString)
                                .toList())))
                .or(() -> difference(
                        "violations",
                        sorted(violations),
                        sorted(ports.quarantine().violations().stream()
                                .map(Expectation::words)
                                .toList())));
    }

    /** Violations are one list for all generations, which the first has filled. */
    Optional<String> differenceOfNext(Ports ports, StreamModel stream, long forgotten) {
        return difference("totals", totals(), totals(ports))
                .or(() -> difference("orders", orders(), orders(ports)))
                .or(() -> difference("orders by day that are missing", List.of(), missingDays(ports)))
                .or(() -> difference("record counts", counted(records(stream) - forgotten), counted(ports)))
                .or(() -> difference(
                        "quarantined",
                        sorted(quarantined),
                        sorted(ports.quarantine().events().stream()
                                .map(QuarantinedEvent::event)
                                .map(EventRef::toString)
                                .toList())));
    }

    private static String words(Violation violation) {
        return violation.kind() + " " + violation.event();
    }

    private static Optional<String> difference(String what, List<?> expected, List<?> found) {
        return expected.equals(found)
                ? Optional.empty()
                : Optional.of("%s: expected %s, found %s".formatted(what, expected, found));
    }

    private static Optional<String> difference(String what, Map<String, String> expected, Map<String, String> found) {
        if (expected.equals(found)) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        TreeMap<String, String> all = new TreeMap<>(expected);
        all.putAll(found);
        all.keySet().forEach(key -> {
            String should = expected.getOrDefault(key, "nothing");
            String is = found.getOrDefault(key, "nothing");
            if (!should.equals(is)) {
                lines.add("%s: expected %s, found %s".formatted(key, should, is));
            }
        });
        return Optional.of(what + " differ:\n" + String.join("\n", lines));
    }

    private Map<String, String> totals() {
        Map<RowKey, Measures> rows = new java.util.HashMap<>();
        orders.forEach((orderId, events) -> Projections.contributions(
                        History.of(events).steps(orderId), ZoneOffset.UTC)
                .forEach((row, measures) -> rows.merge(row, measures, Measures::plus)));
        return written(rows);
    }

    /** What stands beside a row that takes nothing belongs to it. */
    private static Map<String, String> totals(Ports ports) {
        return written(ports.totals()
                .allTotals()
                .collect(Collectors.toMap(
                        row -> row.key().home(), ProjectionReader.TotalsRow::measures, Measures::plus)));
    }

    private static Map<String, String> written(Map<RowKey, Measures> rows) {
        Map<String, String> written = new TreeMap<>();
        rows.forEach((row, measures) -> {
            if (!measures.isZero()) {
                written.put(
                        row.aggregationKey() + " " + row.period(),
                        measures.values().toString());
            }
        });
        return written;
    }

    /** An entry too many is harmless; whoever follows it folds the order. */
    private List<OrderOnDay> missingDays(Ports ports) {
        Set<OrderOnDay> found = ports.totals().allOrdersByDay().collect(Collectors.toSet());
        return orders.values().stream()
                .flatMap(List::stream)
                .map(event -> OrderOnDay.of(event.event(), ZoneOffset.UTC))
                .filter(entry -> !found.contains(entry))
                .toList();
    }

    private Map<String, String> orders() {
        Map<String, String> rows = new TreeMap<>();
        orders.forEach((orderId, events) -> rows.put(orderId, bytes(OrderRow.of(orderId, events))));
        return rows;
    }

    private static Map<String, String> orders(Ports ports) {
        return ports.totals()
                .allOrders()
                .collect(Collectors.toMap(row -> row.order().orderId(), Expectation::bytes));
    }

    /** Every record counts once, whatever became of its invocations. */
    private static Map<String, String> counted(StreamModel stream) {
        return counted(records(stream));
    }

    private static long records(StreamModel stream) {
        return stream.listed().keySet().stream()
                .mapToLong(id -> stream.records(id).size())
                .sum();
    }

    private static Map<String, String> counted(long records) {
        return Map.of("received", Long.toString(records), "unaccounted", "0");
    }

    private static Map<String, String> counted(Ports ports) {
        RecordCounts recordCounts = ports.shards().recordCounts();
        return Map.of(
                "received",
                Long.toString(recordCounts.received()),
                "unaccounted",
                Long.toString(recordCounts.unaccounted()));
    }

    private static String bytes(OrderRow row) {
        return OrderRowCodec.write(row) + " "
                + HexFormat.of().formatHex(row.applied().bytes());
    }

    private List<String> conflicts() {
        return orders.values().stream()
                .flatMap(events -> History.of(events).conflicts().stream())
                .map(conflict -> conflict.loses().detail())
                .toList();
    }

    private static List<String> conflicts(Ports ports) {
        return ports.rejections()
                .newestFirst(Optional.empty(), Optional.empty(), Optional.empty())
                .map(Rejection::detail)
                .toList();
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }
}
