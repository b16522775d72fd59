package io.purchaseorders.replay;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.EventKey;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.order.AppliedEvents;
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
import io.purchaseorders.stores.ProjectionReader.TotalsRow;
import io.purchaseorders.stores.QuarantineReader;
import io.purchaseorders.stores.ShardReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sums that must agree, without folding anything: every stored event is applied or quarantined, what the stream's windows
 * counted is what is stored, what is under all customers and under all products is what is under ALL, and nothing ever
 * changed a stored event. Names the event that is missing, and the hour in which a total is wrong; {@link Replay} says in
 * which row.
 */
public final class IntegrityCheck {

    private final EventReader events;
    private final ProjectionReader totals;
    private final QuarantineReader quarantine;
    private final ShardReader shards;

    private static final Projection OVERALL = new Overall();

    /** Events that are named one by one; of more, their number is enough to know. */
    private static final int NAMED = 20;

    public IntegrityCheck(
            EventReader events, ProjectionReader totals, QuarantineReader quarantine, ShardReader shards) {
        this.events = events;
        this.totals = totals;
        this.quarantine = quarantine;
        this.shards = shards;
    }

    /** What was counted, and every sum that does not agree, in words. */
    public record Report(long stored, long applied, long quarantined, List<String> findings) {
        public boolean isBalanced() {
            return findings.isEmpty();
        }
    }

    /** Looks until all sums agree, or until those that do not have nothing to do with events under way. */
    public Report settled() throws InterruptedException {
        return Settling.settled(this::run, Report::isBalanced);
    }

    /** Looks once. */
    public Report run() {
        List<String> findings = new ArrayList<>();
        quarantine
                .violations()
                .forEach(violation -> findings.add("the stream told of a " + violation.kind()
                        + " of the immutable event " + violation.event().orderId() + " "
                        + violation.event().timestamp()));
        Map<String, Held> orders = new HashMap<>();
        totals.allOrders()
                .forEach(row -> orders.put(
                        row.order().orderId(),
                        new Held(row.applied(), row.order().version())));
        long applied = orders.values().stream()
                .mapToLong(held -> held.applied().size())
                .sum();
        long counting = orders.values().stream().mapToLong(Held::counting).sum();
        Set<EventRef> quarantined = quarantine.state().events();
        long stored = compareEvents(orders, quarantined, findings);
        if (stored != applied + quarantined.size()) {
            findings.add(stored + " events are stored, but " + applied + " are applied and " + quarantined.size()
                    + " are quarantined");
        }
        compareBooks(stored, applied, quarantined.size(), findings);
        compareTotals(counting, findings);
        totals.integrityFindings()
                .forEach(integrityFinding -> findings.add(integrityFinding.row() + ": " + integrityFinding.finding()));
        return new Report(stored, applied, quarantined.size(), findings);
    }

    /** What an order's row holds. */
    private record Held(AppliedEvents applied, int counting) {}

    /** Answers how many events are stored. */
    private long compareEvents(Map<String, Held> orders, Set<EventRef> quarantined, List<String> findings) {
        Map<String, Integer> found = new HashMap<>();
        List<EventRef> missing = new ArrayList<>();
        AtomicLong stored = new AtomicLong();
        events.keys().forEach(key -> {
            stored.incrementAndGet();
            if (holds(orders.get(key.orderId()), key)) {
                found.merge(key.orderId(), 1, Integer::sum);
            } else if (!quarantined.contains(key)) {
                missing.add(key);
            }
        });
        missing.stream()
                .limit(NAMED)
                .forEach(key -> findings.add("event " + key.orderId() + " " + key.timestamp()
                        + " is stored and neither applied nor quarantined"));
        orders.entrySet().stream()
                .filter(order -> order.getValue().applied().size() > found.getOrDefault(order.getKey(), 0))
                .limit(NAMED)
                .forEach(order -> findings.add("order " + order.getKey() + " has "
                        + (order.getValue().applied().size() - found.getOrDefault(order.getKey(), 0))
                        + " applied events that are not stored"));
        return stored.get();
    }

    private static boolean holds(@Nullable Held order, EventRef key) {
        try {
            return order != null && order.applied().contains(EventKey.parse(key.timestamp()));
        } catch (IllegalArgumentException | DateTimeException noEvent) {
            return false;
        }
    }

    /** What was counted as the stream was read, window by window, against the two tables. */
    private void compareBooks(long stored, long applied, long quarantined, List<String> findings) {
        RecordCounts recordCounts = shards.recordCounts();
        if (recordCounts.unaccounted() != 0) {
            findings.add(
                    "of " + recordCounts.unaccounted() + " records of the stream it is not known what became of them");
        }
        differ(
                        "events stored",
                        stored,
                        "applied or quarantined from the stream",
                        recordCounts.applied() + recordCounts.quarantined())
                .ifPresent(findings::add);
        differ(
                        "events in the orders' rows",
                        applied,
                        "applied from the stream",
                        recordCounts.applied() + recordCounts.released())
                .ifPresent(findings::add);
        differ(
                        "events quarantined",
                        quarantined,
                        "quarantined from the stream",
                        recordCounts.quarantined() - recordCounts.released())
                .ifPresent(findings::add);
        shards.shards().forEach(shard -> {
            RecordCounts checkpoints = shards.checkpoints(shard.shardId()).stream()
                    .map(Checkpoint::recordCounts)
                    .reduce(RecordCounts.NONE, RecordCounts::plus);
            if (!checkpoints.equals(shard.window().recordCounts())) {
                findings.add("the checkpoints of shard " + shard.shardId() + " count " + checkpoints.received()
                        + " records, the shard " + shard.window().recordCounts().received());
            }
        });
    }

    private static Optional<String> differ(String what, long is, String counted, long was) {
        return is == was ? Optional.empty() : Optional.of(is + " " + what + ", but " + was + " " + counted);
    }

    private void compareTotals(long counting, List<String> findings) {
        List<TotalsRow> rows = totals.allTotals().toList();
        Map<String, Measures> all = byHour(rows, OVERALL);
        BigDecimal counted = all.values().stream()
                .map(measures -> measures.get(Measure.EVENTS))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (counted.compareTo(BigDecimal.valueOf(counting)) != 0) {
            findings.add("the totals under ALL count " + Decimals.plain(counted) + " events, the orders " + counting);
        }
        for (Projection projection : Projections.ALL) {
            compareSums(projection, all, byHour(rows, projection), findings);
        }
        compareLongerPeriods(rows, findings);
    }

    /** Rows of longer periods are the sums of the hours within them. */
    private static void compareLongerPeriods(List<TotalsRow> rows, List<String> findings) {
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
                .forEach((measure, value) -> findings.add("in " + row.aggregationKey() + " " + row.period() + ", "
                        + measure + " and its sum over the hours within differ by " + Decimals.plain(value))));
    }

    private static void compareSums(
            Projection projection, Map<String, Measures> all, Map<String, Measures> sums, List<String> findings) {
        TreeSet<String> periods = new TreeSet<>(all.keySet());
        periods.addAll(sums.keySet());
        for (String period : periods) {
            Measures difference = all.getOrDefault(period, Measures.ZERO)
                    .summedOver(projection.level())
                    .minus(sums.getOrDefault(period, Measures.ZERO).summedOver(projection.level()));
            difference
                    .values()
                    .forEach((measure, value) -> findings.add("in " + period + ", " + measure
                            + " under ALL and under all keys "
                            + projection.keys().notation() + " differ by "
                            + Decimals.plain(value)));
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
