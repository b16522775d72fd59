package io.purchaseorders.replay.totals;

import io.purchaseorders.projections.totals.ContributionSink;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projection;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.Parallel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;

/** Adds up what orders contribute, by key and period. For one thread; what several added up is put together. */
public final class Totals implements ContributionSink {

    private final Periods periods;
    private final Slice slice;

    /** In the order of {@link Projections#ALL}. */
    private final List<Cells> cells = Projections.ALL.stream().map(Cells::new).toList();

    /** The instant that was asked for last: all contributions of a step have it in common. */
    private Instant lastInstant = Instant.MIN;

    private int lastPeriod;

    /** @param slice of which names contributions are added; others are ignored */
    public Totals(Periods periods, Slice slice) {
        this.periods = periods;
        this.slice = slice;
    }

    private Cells cells(Projection projection) {
        return cells.get(Projections.ALL.indexOf(projection));
    }

    @Override
    public void add(Projection projection, String name, Instant occurredAt, Measures measures) {
        if (slice.has(name)) {
            cells(projection).add(name, period(occurredAt), measures);
        }
    }

    /** About how many bytes the sums take. */
    long bytes() {
        return cells.stream().mapToLong(Cells::bytes).sum();
    }

    /** Takes the sums of a name in a period. */
    interface Sums {
        void sum(Projection projection, String name, int period, Measures measures);
    }

    /** Hands on all sums in any order. */
    void forEachSum(Sums to) {
        for (Projection projection : Projections.ALL) {
            cells(projection).forEachUnsorted((name, period, measures) -> to.sum(projection, name, period, measures));
        }
    }

    /** Adds to the sums of a name in a period. */
    void addSum(Projection projection, String name, int period, Measures measures) {
        cells(projection).add(name, period, measures);
    }

    private int period(Instant instant) {
        if (!instant.equals(lastInstant)) {
            lastPeriod = periods.of(instant);
            lastInstant = instant;
        }
        return lastPeriod;
    }

    /** Adds all that others added up to the first of them and returns that; projections side by side. */
    public static Totals together(List<Totals> all, int threads) throws InterruptedException {
        Totals sum = all.getFirst();
        List<Callable<Cells>> additions = new ArrayList<>();
        for (Projection projection : Projections.ALL) {
            additions.add(() -> {
                Cells cells = sum.cells(projection);
                all.stream().skip(1).forEach(others -> cells.addAll(others.cells(projection)));
                return cells;
            });
        }
        Parallel.all(threads, additions);
        return sum;
    }

    /** How many rows there are: how many periods all keys have sums in, together. */
    public long rowCount() {
        return cells.stream().mapToLong(Cells::rowCount).sum();
    }

    /** Whether every sum is zero. */
    public boolean isZero() {
        boolean[] isZero = {true};
        forEachSum((projection, name, period, measures) -> isZero[0] &= measures.isZero());
        return isZero[0];
    }

    /** The currencies in which there are amounts. */
    public SortedSet<String> currencies() {
        SortedSet<String> currencies = new TreeSet<>();
        cells.forEach(each -> currencies.addAll(each.currencies()));
        return currencies;
    }

    /** The sums of a row that {@link #forEach} of totals of the same periods handed on. */
    public Measures get(RowKey row) {
        Projection projection = Projections.owning(row.aggregationKey()).orElseThrow();
        int period = periods.of(row.notation()).orElseThrow();
        return cells(projection).get(projection.keys().nameIn(row.aggregationKey()), period);
    }

    /** Hands on every row that is not zero, projection by projection, by key and then by period. */
    public void forEach(BiConsumer<RowKey, Measures> to) {
        Map<Integer, String> stored = new HashMap<>();
        for (Projection projection : Projections.ALL) {
            cells(projection).forEach((name, period, measures) -> {
                if (!measures.isZero()) {
                    String key = projection.keys().key(name);
                    to.accept(new RowKey(key, stored.computeIfAbsent(period, periods::stored)), measures);
                }
            });
        }
    }
}
