package io.purchaseorders.stores.memory;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.days.OrderOnDay;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.projections.totals.Directory;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.Checkpoint;
import io.purchaseorders.stores.ProjectionLoader;
import io.purchaseorders.stores.ProjectionStore;
import io.purchaseorders.stores.ShardCursor;
import io.purchaseorders.stores.ShardRow;
import io.purchaseorders.stores.ShardRow.Batch;
import io.purchaseorders.stores.ShardRow.Window;
import io.purchaseorders.stores.ShardStore;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The projections table in memory, totals, orders and shards; safe for concurrent use. */
@NullMarked
public final class InMemoryProjections implements ProjectionStore, ProjectionLoader, ShardStore {

    /** A row as it is stored: what it holds, and per open shard how far it is complete. */
    private record Row(Measures measures, Map<Long, SequenceNumber> appliedThrough, long fence, boolean sealed) {

        static final Row NONE = new Row(Measures.ZERO, Map.of(), 0, false);

        boolean takes(Addition addition) {
            @Nullable SequenceNumber held = appliedThrough.get(addition.cursor().ordinal());
            return !sealed
                    && fence <= addition.cursor().fence()
                    && (held == null || held.compareTo(addition.first()) < 0);
        }

        Progress progress(ShardCursor cursor) {
            return new Progress(Optional.ofNullable(appliedThrough.get(cursor.ordinal())), fence, sealed);
        }

        Row plus(Addition addition) {
            Map<Long, SequenceNumber> next = new HashMap<>(appliedThrough);
            addition.cursor().closed().forEach(next::remove);
            next.put(addition.cursor().ordinal(), addition.last());
            return new Row(
                    measures.plus(addition.measures()), next, addition.cursor().fence(), false);
        }
    }

    private final Map<RowKey, Row> totals = new HashMap<>();
    private final Map<String, OrderRow> orders = new HashMap<>();
    private final NavigableSet<OrderOnDay> days = new TreeSet<>();
    private final Map<String, ShardRow> shards = new HashMap<>();
    private final Map<String, List<Checkpoint>> checkpoints = new HashMap<>();
    private RolledUp rolledUp = RolledUp.NONE;
    private long ordinals;

    @Override
    public synchronized Added add(Addition addition) {
        Row row = totals.getOrDefault(addition.row(), Row.NONE);
        if (!row.takes(addition)) {
            return new Added.Refused(row.progress(addition.cursor()));
        }
        totals.put(addition.row(), row.plus(addition));
        return new Added.Done();
    }

    @Override
    public synchronized void loadTotals(Map<RowKey, Measures> loaded) {
        loaded.forEach((row, measures) -> totals.put(row, new Row(measures, Map.of(), 0, false)));
    }

    @Override
    public synchronized void loadOrders(Collection<OrderRow> loaded) {
        loaded.forEach(row -> orders.put(row.order().orderId(), row));
    }

    @Override
    public synchronized void loadDays(Collection<OrderOnDay> loaded) {
        days.addAll(loaded);
    }

    @Override
    public synchronized OrderRows find(Set<String> orderIds) {
        return new OrderRows(
                orders.entrySet().stream()
                        .filter(entry -> orderIds.contains(entry.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                Map.of());
    }

    @Override
    public boolean fits(OrderRow row) {
        return true;
    }

    @Override
    public synchronized boolean putOrder(OrderRow row, int expectedVersion) {
        String orderId = row.order().orderId();
        int version = orders.getOrDefault(orderId, OrderRow.none(orderId)).version();
        if (version != expectedVersion) {
            return false;
        }
        orders.put(orderId, row);
        return true;
    }

    @Override
    public synchronized void note(DayOrders added) {
        days.addAll(added.entries());
    }

    @Override
    public synchronized Optional<LocalDate> firstDayWithOrders(LocalDate from, LocalDate to) {
        return Optional.ofNullable(days.ceiling(new OrderOnDay(from, 0, "")))
                .map(OrderOnDay::day)
                .filter(day -> !day.isAfter(to));
    }

    @Override
    public synchronized List<String> ordersOn(LocalDate day, Hours hours, String after, int most) {
        return days.tailSet(new OrderOnDay(day, 0, after)).stream()
                .takeWhile(entry -> entry.day().equals(day))
                .filter(entry ->
                        hours.contains(entry.hour()) && !entry.orderId().equals(after))
                .map(OrderOnDay::orderId)
                .distinct()
                .limit(most)
                .toList();
    }

    @Override
    public synchronized Stream<OrderOnDay> allOrdersByDay() {
        return List.copyOf(days).stream();
    }

    @Override
    public synchronized Stream<TotalsRow> totals(
            String aggregationKey, Granularity granularity, Optional<String> from, Optional<String> to) {
        return allTotals()
                .filter(row -> row.key().aggregationKey().equals(aggregationKey))
                .filter(row -> row.key().granularity().equals(Optional.of(granularity)))
                .filter(row -> from.isEmpty() || row.key().notation().compareTo(from.get()) >= 0)
                .filter(row -> to.isEmpty() || row.key().notation().compareTo(to.get()) <= 0)
                .sorted(Comparator.comparing(row -> row.key().period()));
    }

    @Override
    public synchronized List<TotalsRow> totals(Collection<RowKey> rows) {
        return rows.stream()
                .filter(totals::containsKey)
                .map(row ->
                        new TotalsRow(row, totals.getOrDefault(row, Row.NONE).measures()))
                .toList();
    }

    @Override
    public synchronized Stream<DirectoryEntry> directory(DirectoryQuestion question) {
        Set<String> partitions = question.months().stream()
                .flatMap(month -> Directory.partitions(question.family(), month).stream())
                .collect(Collectors.toSet());
        TreeMap<String, List<RowKey>> keys = new TreeMap<>(Directory.ORDER);
        totals.keySet().stream()
                .filter(row ->
                        Directory.partition(row).filter(partitions::contains).isPresent())
                .filter(row -> isAskedFor(question.family().nameIn(row.aggregationKey()), question))
                .forEach(row -> keys.computeIfAbsent(row.aggregationKey(), key -> new ArrayList<>())
                        .add(row));
        return keys.entrySet().stream().map(key -> new DirectoryEntry(key.getKey(), key.getValue())).toList().stream();
    }

    private static boolean isAskedFor(String name, DirectoryQuestion question) {
        return name.startsWith(question.prefix())
                && (question.after().isEmpty() || Directory.ORDER.compare(name, question.after()) > 0);
    }

    @Override
    public synchronized Stream<TotalsRow> allTotals() {
        return totals.entrySet().stream()
                .map(entry -> new TotalsRow(entry.getKey(), entry.getValue().measures()))
                .toList()
                .stream();
    }

    @Override
    public synchronized Stream<OrderRow> allOrders() {
        return List.copyOf(orders.values()).stream();
    }

    /** Nothing gets in here but by this class. */
    @Override
    public Stream<IntegrityFinding> integrityFindings() {
        return Stream.empty();
    }

    @Override
    public synchronized Progress progress(RowKey row, ShardCursor cursor) {
        return totals.getOrDefault(row, Row.NONE).progress(cursor);
    }

    @Override
    public synchronized void seal(RowKey row) {
        Row held = totals.getOrDefault(row, Row.NONE);
        totals.put(row, new Row(held.measures(), held.appliedThrough(), held.fence(), true));
    }

    @Override
    public synchronized List<ShardRow> shards() {
        return List.copyOf(shards.values());
    }

    @Override
    public synchronized ShardRow register(String shardId, Optional<Instant> recordedThrough) {
        return shards.computeIfAbsent(shardId, id -> ShardRow.opened(id, ++ordinals, recordedThrough));
    }

    @Override
    public synchronized void close(Set<String> shardIds) {
        shards.replaceAll((id, row) -> shardIds.contains(id)
                ? new ShardRow(
                        id,
                        row.ordinal(),
                        true,
                        row.appliedThrough(),
                        row.recordedThrough(),
                        row.recordCounts(),
                        row.window())
                : row);
    }

    @Override
    public synchronized boolean complete(String shardId, Optional<SequenceNumber> from, Batch batch) {
        ShardRow row = shards.get(shardId);
        if (row == null || !row.appliedThrough().equals(from)) {
            return false;
        }
        shards.put(shardId, row.after(batch));
        return true;
    }

    /** In one step: there is no crash between the checkpoint and its shard here. */
    @Override
    public synchronized void checkpoint(Checkpoint checkpoint) {
        List<Checkpoint> kept = checkpoints.computeIfAbsent(checkpoint.shardId(), id -> new ArrayList<>());
        if (kept.stream()
                .anyMatch(other -> other.end().equals(checkpoint.end()) && other.isEarly() == checkpoint.isEarly())) {
            return;
        }
        kept.add(checkpoint);
        shards.computeIfPresent(checkpoint.shardId(), (id, row) -> {
            Window window = new Window(
                    checkpoint.isEarly() ? row.window().endedTo() : Optional.of(checkpoint.end()),
                    Optional.empty(),
                    row.window().recordCounts().plus(checkpoint.recordCounts()));
            return new ShardRow(
                    id,
                    row.ordinal(),
                    row.closed(),
                    row.appliedThrough(),
                    row.recordedThrough(),
                    row.recordCounts(),
                    window);
        });
    }

    @Override
    public synchronized List<Checkpoint> checkpoints(String shardId) {
        return checkpoints.getOrDefault(shardId, List.of()).stream()
                .sorted(Comparator.comparing(Checkpoint::end))
                .toList();
    }

    @Override
    public synchronized void rollUp(ShardRow closed) {
        if (closed.ordinal() > rolledUp.appliedThrough()) {
            rolledUp = new RolledUp(
                    closed.ordinal(),
                    rolledUp.shards() + 1,
                    rolledUp.recordCounts().plus(closed.recordCounts()));
        }
        checkpoints.remove(closed.shardId());
        shards.remove(closed.shardId());
    }

    @Override
    public synchronized RolledUp rolledUp() {
        return rolledUp;
    }
}
