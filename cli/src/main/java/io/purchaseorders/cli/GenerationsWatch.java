package io.purchaseorders.cli;

import io.purchaseorders.local.Projections;
import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generation.State;
import io.purchaseorders.stores.Generations;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs what the register of generations says, as a stack's update would on AWS: makes the table of one that is being built,
 * feeds one that is loaded, stops feeding one that is held, removes the table of one that is retired. All that it knows
 * is in the register and the tables, so that it goes on where a system that was killed has stopped.
 */
final class GenerationsWatch implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** Longer than the API goes on with what it knows of the register, and than an answer takes. */
    private static final Duration BEFORE_REMOVAL = Duration.ofSeconds(2);

    /** A command holds one for a promotion; if it was killed, nobody else would let that one go on. */
    private static final Duration HELD_AT_MOST = Duration.ofSeconds(30);

    private final GenerationTables tables;
    private final Projections projections;
    private final Consumer<String> says;
    private final Set<Integer> saidLost = new HashSet<>();
    private final Set<Integer> removed = new HashSet<>();
    private final Map<Integer, Long> heldSince = new HashMap<>();
    private final Map<Integer, Long> retiredSince = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watching;

    private GenerationsWatch(GenerationTables tables, Projections projections, Consumer<String> says) {
        this.tables = tables;
        this.projections = projections;
        this.says = says;
        this.watching = Thread.ofVirtual().name("generations").unstarted(this::watch);
    }

    /**
     * Gives new tables their first generation, and runs what there is before it returns.
     *
     * @param wanted the reporting time zone of new tables; another one than that of the live generation is refused
     * @param says takes what an operator must know
     */
    static GenerationsWatch start(
            GenerationTables tables, Projections projections, Optional<ZoneId> wanted, Consumer<String> says) {
        if (tables.register().read().isEmpty()) {
            projections.createTable(Generation.FIRST);
        }
        Generations register = tables.born(wanted.orElse(ZoneId.of("UTC")));
        requireSameZone(register.liveOne(), wanted);
        GenerationsWatch watch = new GenerationsWatch(tables, projections, says);
        watch.act(register);
        watch.watching.start();
        return watch;
    }

    private static void requireSameZone(Generation live, Optional<ZoneId> wanted) {
        wanted.filter(zone -> !zone.equals(live.timeZone())).ifPresent(zone -> {
            throw new UsageProblem("The totals are made in the time zone " + live.timeZone() + ", not in " + zone
                    + ": leave --time-zone out to go on with " + live.timeZone()
                    + ", and change it while the system runs with ./orders rebuild --time-zone " + zone + ".");
        });
    }

    private void watch() {
        while (closing.getCount() > 0) {
            try {
                if (closing.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                act(tables.registered());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error failure) {
                // What the register says is done at the next look; the reason is told once it has a name.
                says.accept("The register of generations cannot be followed just now: " + failure.getMessage());
            }
        }
    }

    private void act(Generations register) {
        for (Generation generation : register.all()) {
            int number = generation.number();
            switch (generation.state()) {
                case BUILDING -> projections.createTable(number);
                case FED -> feed(generation);
                case HELD -> hold(generation);
                case RETIRED -> {
                    stop(generation);
                    remove(number);
                }
            }
        }
    }

    private void feed(Generation generation) {
        int number = generation.number();
        heldSince.remove(number);
        if (!projections.isFed(number)) {
            if (!tables.hasTable(number)) {
                if (saidLost.add(number)) {
                    says.accept(tables.lost(number));
                }
                return;
            }
            projections.feed(number);
        }
        acknowledge(generation, true);
    }

    private void hold(Generation generation) {
        int number = generation.number();
        // A batch under way ends first: the time begins once it stands still.
        stop(generation);
        long since = heldSince.computeIfAbsent(number, first -> System.nanoTime());
        // One that is not compared yet is held for as long as its comparison takes.
        if (generation.isCompared() && System.nanoTime() - since > HELD_AT_MOST.toNanos()) {
            says.accept("Generation " + number + " was held for " + HELD_AT_MOST.toSeconds()
                    + " s by a command that did not end: it is fed again.");
            tables.register()
                    .change(now -> now.find(number)
                                    .filter(still -> still.state() == State.HELD)
                                    .isPresent()
                            ? now.feed(number)
                            : now);
        }
    }

    private void stop(Generation generation) {
        projections.stop(generation.number());
        acknowledge(generation, false);
    }

    private void acknowledge(Generation generation, boolean isConsumed) {
        if (generation.isConsumed() != isConsumed) {
            tables.register().change(now -> now.consumed(generation.number(), isConsumed));
        }
    }

    /** Others are not kept waiting meanwhile: whoever retires one often builds another. */
    private void remove(int number) {
        if (removed.contains(number)) {
            return;
        }
        long since = retiredSince.computeIfAbsent(number, first -> System.nanoTime());
        if (System.nanoTime() - since > BEFORE_REMOVAL.toNanos()) {
            projections.dropTable(number);
            removed.add(number);
            retiredSince.remove(number);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            watching.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
