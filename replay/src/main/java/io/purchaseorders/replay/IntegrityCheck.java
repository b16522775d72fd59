package io.purchaseorders.replay;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.EventKey;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.AppliedEvents;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Overall;
import io.purchaseorders.projections.totals.Projection;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.Checkpoint;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.ProjectionReader.IntegrityFinding;
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import io.purchaseorders.stores.QuarantineReader;
import io.purchaseorders.stores.ShardReader;
import io.purchaseorders.stores.StoredEvent;
import io.purchaseorders.stores.Violation;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sums that must agree, without folding anything: every stored event is what was recorded, and is applied or quarantined; what
 * the stream's windows counted is what is stored; what is under all customers and under all products is what is under ALL.
 * Names the event that is missing or altered before the sums that may only follow from it; {@link Replay} says in which row.
 */
public final class IntegrityCheck {

    private final EventReader events;
    private final ProjectionReader totals;
    private final QuarantineReader quarantine;
    private final ShardReader shards;
    private final long loaded;

    private static final Projection OVERALL = new Overall();

    /** Findings of one sort that are named one by one; of more, their number is enough to know. */
    static final int NAMED = 20;

    public IntegrityCheck(
            EventReader events, ProjectionReader totals, QuarantineReader quarantine, ShardReader shards) {
        this(events, totals, quarantine, shards, 0);
    }

    /** @param loaded events of the snapshot that the generation was loaded from; 0 for one that read the stream alone */
    public IntegrityCheck(
            EventReader events, ProjectionReader totals, QuarantineReader quarantine, ShardReader shards, long loaded) {
        this.events = events;
        this.totals = totals;
        this.quarantine = quarantine;
        this.shards = shards;
        this.loaded = loaded;
    }

    /**
     * What was counted, and every sum that does not agree, in words.
     *
     * @param evidence what was done to events: violations that nobody acknowledged, altered events, deleted violations
     * @param findings whatever else does not agree
     */
    public record Report(long stored, long applied, long quarantined, List<String> evidence, List<String> findings) {
        public boolean isBalanced() {
            return evidence.isEmpty() && findings.isEmpty();
        }
    }

    /**
     * Looks until all sums agree, or until those that do not have nothing to do with events under way. What was done to events
     * does not go away by waiting, so that a system whose sums agree is told of at once.
     *
     * @param seen is told of what was done to events as soon as that is seen and before any sum is looked at, each time that
     *     it looks
     */
    public Report settled(Consumer<List<String>> seen) throws InterruptedException {
        return Settling.settled(() -> run(seen), report -> report.findings().isEmpty());
    }

    /** Looks once. */
    public Report run() {
        return run(evidence -> {});
    }

    private Report run(Consumer<List<String>> seen) {
        // Before the violations: what is counted has its violation, while one of the moment may not be counted yet.
        RecordCounts told = shards.recordCounts();
        List<Violation> violations = quarantine.violations();
        Set<EventRef> quarantined = quarantine.state().events();
        List<Item> items = events.everything().map(Item::of).toList();
        Findings evidence = new Findings();
        violations.stream()
                .filter(violation -> violation.acknowledged().isEmpty())
                .forEach(violation -> evidence.add("violations", words(violation)));
        compareCodes(items, quarantined, violations, evidence);
        compareViolations(violations, told, evidence);
        seen.accept(evidence.lines());

        Findings findings = new Findings();
        Projected projected = new Projected();
        totals.forEachRow(projected);
        Set<EventRef> stored = compareEvents(items, projected.orders, quarantined, findings);
        long applied = projected.orders.values().stream()
                .mapToLong(held -> held.applied().size())
                .sum();
        if (stored.size() != applied + quarantined.size()) {
            findings.add(
                    "record counts",
                    stored.size() + " events are stored, but " + applied + " are applied and " + quarantined.size()
                            + " are quarantined");
        }
        compareRecordCounts(
                new Tables(stored, applied, quarantined.size(), violations), shards.recordCounts(), findings);
        compareTotals(projected, findings);
        projected.findings.forEach(
                integrityFinding -> findings.add("rows", integrityFinding.row() + ": " + integrityFinding.finding()));
        return new Report(stored.size(), applied, quarantined.size(), evidence.lines(), findings.lines());
    }

    /** An item of the events table; {@code altered} says why it is not what was recorded, or nothing. */
    private record Item(EventRef ref, Optional<String> altered) {
        static Item of(StoredEvent stored) {
            return new Item(
                    stored.ref(),
                    stored instanceof StoredEvent.Altered altered ? Optional.of(altered.reason()) : Optional.empty());
        }
    }

    /** What the projections hold, of one reading. */
    private static final class Projected implements ProjectionReader.Rows {
        private final Map<String, Held> orders = new HashMap<>();
        private final List<TotalsRow> totals = new ArrayList<>();
        private final List<IntegrityFinding> findings = new ArrayList<>();

        @Override
        public void totals(TotalsRow row) {
            totals.add(row);
        }

        @Override
        public void order(OrderRow row) {
            orders.put(
                    row.order().orderId(), new Held(row.applied(), row.order().version()));
        }

        /** Whatever leads from a day to too many orders is harmless, and what is missing is found by a replay. */
        @Override
        public void day(OrderOnDay entry) {}

        @Override
        public void finding(IntegrityFinding finding) {
            findings.add(finding);
        }

        long counting() {
            return orders.values().stream().mapToLong(Held::counting).sum();
        }
    }

    private static String words(Violation violation) {
        Violation.Evidence evidence = violation.evidence();
        return "event " + violation.event().orderId() + " " + violation.event().timestamp() + " was "
                + violation.kind().word()
                + evidence.time().map(time -> " at " + time).orElse("")
                + evidence.principal().map(name -> " by " + name).orElse("")
                + (evidence.before().isEmpty() ? "" : "; the original is kept with it: ./orders quarantine violations")
                + " (violation " + violation.id() + ")";
    }

    /** A change or removal counts as one record; what was forged counts among the quarantined. */
    private void compareViolations(List<Violation> violations, RecordCounts told, Findings evidence) {
        List<Violation> kept = violations.stream()
                .filter(violation -> violation.kind() != Violation.Kind.FORGED)
                .toList();
        long deleted = told.violations() - kept.size();
        if (deleted > 0) {
            evidence.add(
                    "deleted violations",
                    "violations that the stream told of were deleted from the intake table: " + deleted
                            + ", of what was done " + String.join(", ", DeletedViolations.when(kept, shards)));
        }
    }

    /** What an order's row holds. */
    private record Held(AppliedEvents applied, int counting) {}

    /** What the tables hold. */
    private record Tables(Set<EventRef> stored, long applied, long quarantined, List<Violation> violations) {

        long removed() {
            return violations.stream()
                    .filter(violation -> violation.kind() == Violation.Kind.REMOVE)
                    .count();
        }

        /** Removals of what is stored again: it came through the stream, and was counted, twice. */
        long restored() {
            return violations.stream()
                    .filter(violation -> violation.kind() == Violation.Kind.REMOVE)
                    .filter(violation -> stored.contains(violation.event()))
                    .count();
        }
    }

    private static void compareCodes(
            List<Item> items, Set<EventRef> quarantined, List<Violation> violations, Findings evidence) {
        Set<EventRef> told = violations.stream().map(Violation::event).collect(Collectors.toUnmodifiableSet());
        for (Item item : items) {
            EventRef key = item.ref();
            if (item.altered().isPresent() && !quarantined.contains(key)) {
                evidence.add(
                        "altered events",
                        "event " + key.orderId() + " " + key.timestamp() + " is not what was recorded: "
                                + item.altered().get()
                                + (told.contains(key)
                                        ? ""
                                        : "; no violation tells of it, so the original is in exports, restores and the"
                                                + " bus's archive of before"));
            }
        }
    }

    /** Answers which events are stored. */
    private static Set<EventRef> compareEvents(
            List<Item> items, Map<String, Held> orders, Set<EventRef> quarantined, Findings findings) {
        Map<String, Integer> found = new HashMap<>();
        Set<EventRef> stored = new HashSet<>();
        items.forEach(item -> {
            EventRef key = item.ref();
            stored.add(key);
            if (holds(orders.get(key.orderId()), key)) {
                found.merge(key.orderId(), 1, Integer::sum);
            } else if (!quarantined.contains(key)) {
                findings.add(
                        "events",
                        "event " + key.orderId() + " " + key.timestamp()
                                + " is stored and neither applied nor quarantined");
            }
        });
        orders.forEach((orderId, held) -> {
            int missing = held.applied().size() - found.getOrDefault(orderId, 0);
            if (missing > 0) {
                findings.add("orders", "order " + orderId + " has " + missing + " applied events that are not stored");
            }
        });
        return stored;
    }

    private static boolean holds(@Nullable Held order, EventRef key) {
        try {
            return order != null && order.applied().contains(EventKey.parse(key.timestamp()));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            return false;
        }
    }

    /** What was counted as the stream was read, window by window, against the tables. */
    private void compareRecordCounts(Tables tables, RecordCounts counted, Findings findings) {
        if (counted.unaccounted() != 0) {
            findings.add(
                    "record counts",
                    "of " + counted.unaccounted() + " records of the stream it is not known what became of them");
        }
        if (loaded == 0) {
            compareWithStream(tables, counted, findings);
        } else {
            compareWithSnapshot(tables, counted, findings);
        }
        compareCheckpoints(findings);
    }

    /** What the snapshot held and the stream brought once more is counted in both, and nobody knows how much that is. */
    private void compareWithSnapshot(Tables tables, RecordCounts counted, Findings findings) {
        long streamed = counted.applied() + counted.quarantined();
        long stored = tables.stored().size() + tables.removed();
        if (streamed > stored || streamed + loaded < stored) {
            findings.add(
                    "record counts",
                    stored + " events stored, but " + loaded + " were loaded from a snapshot and " + streamed
                            + " applied or quarantined from the stream");
        }
    }

    private static void compareWithStream(Tables tables, RecordCounts counted, Findings findings) {
        differ(
                "events stored",
                tables.stored().size(),
                "applied or quarantined from the stream and not removed",
                counted.applied() + counted.quarantined() - tables.removed(),
                findings);
        differ(
                "events in the orders' rows",
                tables.applied(),
                "applied from the stream",
                counted.applied() + counted.released() - tables.restored(),
                findings);
        differ(
                "events quarantined",
                tables.quarantined(),
                "quarantined from the stream",
                counted.quarantined() - counted.released(),
                findings);
    }

    private void compareCheckpoints(Findings findings) {
        shards.shards().forEach(shard -> {
            RecordCounts checkpoints = shards.checkpoints(shard.shardId()).stream()
                    .map(Checkpoint::recordCounts)
                    .reduce(RecordCounts.NONE, RecordCounts::plus);
            if (!checkpoints.equals(shard.window().recordCounts())) {
                findings.add(
                        "record counts",
                        "the checkpoints of shard " + shard.shardId() + " count " + checkpoints.received()
                                + " records, the shard "
                                + shard.window().recordCounts().received());
            }
        });
    }

    private static void differ(String what, long is, String counted, long was, Findings findings) {
        if (is != was) {
            findings.add("record counts", is + " " + what + ", but " + was + " " + counted);
        }
    }

    private static void compareTotals(Projected projected, Findings findings) {
        List<TotalsRow> rows = projected.totals;
        long counting = projected.counting();
        Map<String, Measures> all = byHour(rows, OVERALL);
        BigDecimal counted = all.values().stream()
                .map(measures -> measures.get(Measure.EVENTS))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (counted.compareTo(BigDecimal.valueOf(counting)) != 0) {
            findings.add(
                    "sums",
                    "the totals under ALL count " + Decimals.plain(counted) + " events, the orders " + counting);
        }
        for (Projection projection : Projections.ALL) {
            compareSums(projection, all, byHour(rows, projection), findings);
        }
        compareLongerPeriods(rows, findings);
    }

    /** Rows of longer periods are the sums of the hours within them. */
    private static void compareLongerPeriods(List<TotalsRow> rows, Findings findings) {
        Map<RowKey, Measures> differences =
                new TreeMap<>(Comparator.comparing(RowKey::aggregationKey).thenComparing(RowKey::period));
        for (TotalsRow row : rows) {
            String key = row.key().aggregationKey();
            Optional<LocalDateTime> hour = row.key()
                    .granularity()
                    .filter(Granularity.HOUR::equals)
                    .flatMap(granularity -> granularity.start(row.key().notation()));
            if (hour.isEmpty()) {
                differences.merge(row.key().home(), row.measures().negated(), Measures::plus);
            } else {
                for (Granularity longer : Projections.owning(key).orElseThrow().granularities()) {
                    if (longer != Granularity.HOUR) {
                        differences.merge(RowKey.of(key, longer, hour.get()), row.measures(), Measures::plus);
                    }
                }
            }
        }
        differences.forEach((row, difference) -> difference
                .values()
                .forEach((measure, value) -> findings.add(
                        "sums",
                        "in " + row.aggregationKey() + " " + row.period() + ", " + measure
                                + " and its sum over the hours within differ by " + Decimals.plain(value))));
    }

    private static void compareSums(
            Projection projection, Map<String, Measures> all, Map<String, Measures> sums, Findings findings) {
        TreeSet<String> periods = new TreeSet<>(all.keySet());
        periods.addAll(sums.keySet());
        for (String period : periods) {
            Measures difference = all.getOrDefault(period, Measures.ZERO)
                    .summedOver(projection.level())
                    .minus(sums.getOrDefault(period, Measures.ZERO).summedOver(projection.level()));
            difference
                    .values()
                    .forEach((measure, value) -> findings.add(
                            "sums",
                            "in " + period + ", " + measure + " under ALL and under all keys "
                                    + projection.keys().notation() + " differ by " + Decimals.plain(value)));
        }
    }

    private static Map<String, Measures> byHour(List<TotalsRow> rows, Projection projection) {
        Map<String, Measures> hours = new HashMap<>();
        for (TotalsRow row : rows) {
            if (projection.keys().owns(row.key().aggregationKey())
                    && row.key().granularity().equals(Optional.of(Granularity.HOUR))) {
                hours.merge(row.key().notation(), row.measures(), Measures::plus);
            }
        }
        return hours;
    }
}
