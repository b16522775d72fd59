package io.purchaseorders.handlers.aggregator;

import io.purchaseorders.projections.batch.BatchPlan;
import io.purchaseorders.projections.batch.BatchPlan.DayNote;
import io.purchaseorders.projections.batch.BatchPlan.Delta;
import io.purchaseorders.projections.batch.BatchPlan.OrderWrite;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.ProjectionWriter;
import io.purchaseorders.stores.ProjectionWriter.Added;
import io.purchaseorders.stores.ProjectionWriter.Addition;
import io.purchaseorders.stores.ProjectionWriter.DayOrders;
import io.purchaseorders.stores.ProjectionWriter.Progress;
import io.purchaseorders.stores.QuarantineWriter;
import io.purchaseorders.stores.ShardCursor;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Carries out a plan: first the totals and the orders by day, then the orders that they came from. In this order a retry,
 * at whatever point the first attempt ended, plans the same deltas again, and every row drops those that it holds.
 */
final class BatchWriter {

    private final ProjectionWriter totals;
    private final QuarantineWriter quarantine;
    private final ExecutorService writers;

    BatchWriter(ProjectionWriter totals, QuarantineWriter quarantine, ExecutorService writers) {
        this.totals = totals;
        this.quarantine = quarantine;
        this.writers = writers;
    }

    /** An order row or a shard changed under the batch: it must be planned again. */
    static final class OvertakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OvertakenException(String what) {
            super(what + " was changed by another invocation; the batch is retried");
        }
    }

    /**
     * What the writes of a batch took.
     *
     * @param requests that wrote a row or were refused
     * @param rowsQuarantined rows that were quarantined because they cannot take an addition
     */
    record Written(int requests, int rowsQuarantined) {
        Written plus(Written other) {
            return new Written(requests + other.requests, rowsQuarantined + other.rowsQuarantined);
        }
    }

    private static final Written NOTHING = new Written(0, 0);
    private static final Written ONE = new Written(1, 0);

    /** @param quarantined the rows whose additions go to their quarantine rows */
    Written write(BatchPlan plan, ShardCursor cursor, Set<RowKey> quarantined) {
        List<Callable<Written>> additions = new ArrayList<>();
        for (Map.Entry<RowKey, List<Delta>> total : plan.totals().entrySet()) {
            RowKey row = total.getKey();
            List<Delta> deltas = total.getValue();
            additions.add(() ->
                    quarantined.contains(row) ? addToQuarantineRow(row, deltas, cursor) : add(row, deltas, cursor));
        }
        for (DayOrders orders : dayOrders(plan, cursor)) {
            additions.add(() -> note(orders));
        }
        Written totalsWritten = all(additions);
        List<Callable<Written>> orders = new ArrayList<>();
        for (OrderWrite write : plan.orders()) {
            orders.add(() -> put(write));
        }
        return totalsWritten.plus(all(orders));
    }

    /**
     * Items of a bounded size, each named by its shard and first record. Before the order rows: an order whose row holds an
     * event is found on that event's day.
     */
    private static List<DayOrders> dayOrders(BatchPlan plan, ShardCursor cursor) {
        Map<LocalDate, List<DayNote>> byDay = new LinkedHashMap<>();
        for (DayNote note : plan.days()) {
            byDay.computeIfAbsent(note.entry().day(), day -> new ArrayList<>()).add(note);
        }
        List<DayOrders> items = new ArrayList<>();
        for (List<DayNote> notes : byDay.values()) {
            for (int from = 0; from < notes.size(); from += DayOrders.MOST) {
                List<DayNote> part = notes.subList(from, Math.min(notes.size(), from + DayOrders.MOST));
                items.add(new DayOrders(
                        cursor.ordinal() + "#" + part.getFirst().at().digits(),
                        part.stream().map(DayNote::entry).toList()));
            }
        }
        return items;
    }

    private Written note(DayOrders orders) {
        totals.note(orders);
        return ONE;
    }

    private Written add(RowKey row, List<Delta> deltas, ShardCursor cursor) {
        Written written = NOTHING;
        List<Delta> missing = deltas;
        while (!missing.isEmpty()) {
            Added added = totals.add(new Addition(
                    row,
                    BatchPlan.sum(missing),
                    cursor,
                    missing.getFirst().at(),
                    missing.getLast().at()));
            written = written.plus(ONE);
            switch (added) {
                case Added.Done done -> missing = List.of();
                case Added.Refused refused -> {
                    if (refused.progress().sealed()) {
                        return written.plus(addToQuarantineRow(row, missing, cursor));
                    }
                    missing = rest(missing, refused.progress(), cursor);
                }
                case Added.Impossible impossible -> {
                    if (!row.home().equals(row)) {
                        throw new IllegalStateException(
                                "the quarantine row cannot take the addition either: " + impossible.reason());
                    }
                    // Quarantined first: otherwise nobody would learn of a row that refuses everything.
                    quarantine.quarantine(row, impossible.reason());
                    return written.plus(new Written(0, 1)).plus(addToQuarantineRow(row, missing, cursor));
                }
            }
        }
        return written;
    }

    /**
     * Adds to the quarantine row what the row itself does not hold. An invocation that does not know of the
     * quarantine yet may still be about to add to the row, so the row is sealed before its progress is read: after
     * that, its progress cannot change.
     */
    private Written addToQuarantineRow(RowKey row, List<Delta> deltas, ShardCursor cursor) {
        Progress held = totals.progress(row, cursor);
        if (held.sealed()) {
            return add(row.quarantineRow(), missing(deltas, held, cursor), cursor);
        }
        totals.seal(row);
        return ONE.plus(add(row.quarantineRow(), missing(deltas, totals.progress(row, cursor), cursor), cursor));
    }

    /**
     * Returns the deltas that a row does not hold. A row cannot tell of the shards below its fence, which it has
     * forgotten.
     */
    private static List<Delta> missing(List<Delta> deltas, Progress held, ShardCursor cursor) {
        if (held.fence() > cursor.fence()) {
            throw new OvertakenException("the set of open shards");
        }
        return BatchPlan.missing(deltas, held.appliedThrough());
    }

    private static List<Delta> rest(List<Delta> deltas, Progress held, ShardCursor cursor) {
        List<Delta> rest = missing(deltas, held, cursor);
        if (rest.size() == deltas.size()) {
            throw new IllegalStateException("a row refused what it does not hold");
        }
        return rest;
    }

    private Written put(OrderWrite write) {
        if (!totals.putOrder(write.row(), write.expectedVersion())) {
            throw new OvertakenException("order " + write.row().order().orderId());
        }
        return ONE;
    }

    /** Runs all writes concurrently; every one has ended when this returns or throws. */
    private Written all(List<Callable<Written>> writes) {
        List<Future<Written>> running = new ArrayList<>();
        try {
            running = writers.invokeAll(writes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing", e);
        }
        Optional<RuntimeException> failure = Optional.empty();
        Written written = NOTHING;
        for (Future<Written> write : running) {
            failure = failure.isPresent() ? failure : failure(write);
            written = failure.isPresent() ? written : written.plus(write.resultNow());
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return written;
    }

    private static Optional<RuntimeException> failure(Future<Written> write) {
        try {
            write.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(
                    e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new IllegalStateException("interrupted while writing", e));
        }
    }
}
