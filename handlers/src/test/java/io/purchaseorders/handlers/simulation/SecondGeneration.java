package io.purchaseorders.handlers.simulation;

import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.BirthStore;
import io.purchaseorders.stores.GenerationLoad;
import io.purchaseorders.stores.ProjectionLoader;
import io.purchaseorders.stores.memory.InMemoryBirthStore;
import io.purchaseorders.stream.MappingSettings;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/**
 * A second consumer of the same stream, with projections of its own that were loaded from a snapshot of the events. The
 * stream has forgotten some of what the first consumer has completed by then.
 */
@NullMarked
final class SecondGeneration {

    private final Table table;
    private final Pollers pollers;
    private final long forgotten;
    private boolean isFed;

    private SecondGeneration(Table table, Pollers pollers, long forgotten) {
        this.table = table;
        this.pollers = pollers;
        this.forgotten = forgotten;
    }

    /** Loads it as {@code ./orders rebuild} does; nothing where that dies. */
    static Optional<SecondGeneration> load(
            Table first, Pollers firstPollers, MappingSettings settings, Step.Load load) {
        Ports ports = first.ports().nextInMemory();
        Predicate<OrderRow> fits = ports.totals()::fits;
        GenerationLoad.Snapshot snapshot = GenerationLoad.read(
                new GenerationLoad.Source(first.ports().events(), first.ports().quarantine()), fits, ZoneOffset.UTC);
        BirthStore births = new InMemoryBirthStore();
        MortalLoader loader =
                new MortalLoader((ProjectionLoader) ports.totals(), ports.quarantine(), births, load.writes());
        try {
            GenerationLoad.write(
                    2,
                    snapshot,
                    ZoneOffset.UTC,
                    new GenerationLoad.Target(loader, loader.quarantine(), loader.births(), fits),
                    loaded -> {});
        } catch (MortalLoader.Death death) {
            if (births.read().isPresent()) {
                throw new IllegalStateException("a table that is not loaded has a birth mark");
            }
            return Optional.empty();
        }
        Map<String, Integer> forgotten = forgotten(first.stream(), firstPollers, load.trimmed());
        Pollers pollers = new Pollers(settings, first.stream(), forgotten);
        pollers.at(firstPollers.now());
        return Optional.of(new SecondGeneration(
                first.nextGeneration(ports),
                pollers,
                forgotten.values().stream().mapToLong(Integer::longValue).sum()));
    }

    /** The oldest records, of parents before those of their children, and only what the first generation has completed. */
    private static Map<String, Integer> forgotten(StreamModel stream, Pollers first, int trimmed) {
        Map<String, Integer> forgotten = new HashMap<>();
        int left = trimmed;
        for (String shardId : first.known()) {
            List<io.purchaseorders.stream.StreamRecord> records = stream.records(shardId);
            int some = Math.min(left, first.completed(shardId, records));
            forgotten.put(shardId, some);
            left -= some;
        }
        return forgotten;
    }

    boolean isFed() {
        return isFed;
    }

    void feed() {
        isFed = true;
    }

    Table table() {
        return table;
    }

    Pollers pollers() {
        return pollers;
    }

    Optional<String> difference() {
        return table.differenceOfNext(forgotten);
    }
}
