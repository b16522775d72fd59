package io.purchaseorders.cli;

import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generation.Loaded;
import io.purchaseorders.stores.Generation.State;
import io.purchaseorders.stores.GenerationLoad;
import io.purchaseorders.stores.GenerationLoad.Snapshot;
import io.purchaseorders.stores.Generations;
import io.purchaseorders.stores.ShardRow;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Builds a generation beside the live one of a running system: snapshot, load, feed, catch up, compare, promote. Each step
 * is in the register before the next begins, so that whoever is killed leaves a generation that a later run discards or
 * goes on with, and the live one is never touched.
 */
final class GenerationBuild {

    /** How long the running system may take to do what the register asks of it: a batch under way comes to its end first. */
    private static final Duration SEEN_WITHIN = Duration.ofMinutes(3);

    /** A batch that failed just before the stream was held is half applied, and is complete the next time. */
    private static final int COMPARISONS = 3;

    /** Differences that are told one by one. */
    private static final int TOLD = 20;

    private final GenerationTables tables;
    private final CatchingUp catchingUp;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter progress;

    /**
     * @param out takes what was done
     * @param progress takes how far it is
     */
    GenerationBuild(GenerationTables tables, Clock clock, PrintWriter out, PrintWriter progress) {
        this.tables = tables;
        this.catchingUp = new CatchingUp(tables);
        this.clock = clock;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Builds a generation and compares it.
     *
     * @param wanted the reporting time zone; empty for that of the live generation
     * @return whether all of its rows are what the events say
     */
    boolean run(Optional<ZoneId> wanted, boolean isPromoted) throws InterruptedException {
        Generations register = tables.registered();
        ZoneId zone = wanted.orElse(register.liveOne().timeZone());
        int number = resumable(register, zone).map(Generation::number).orElse(0);
        if (number == 0) {
            number = load(zone);
        } else {
            say("Generation " + number + " was loaded by an earlier run: going on with it.");
        }
        feed(number);
        catchingUp.await(number, progress);
        boolean isEqual = isEqual(number);
        for (int comparison = 1; !isEqual && comparison < COMPARISONS; comparison++) {
            feed(number);
            catchingUp.await(number, progress);
            isEqual = isEqual(number);
        }
        feed(number);
        if (!isEqual) {
            say("Generation " + number + " is not promoted; generation "
                    + tables.registered().live() + " stays live. ./orders retire " + number + " removes it.");
            return false;
        }
        catchingUp.await(number, progress);
        if (isPromoted) {
            promote(number, "");
        } else {
            say("Generation " + number + " is fed beside generation "
                    + tables.registered().live()
                    + ", which stays live: ./orders promote " + number + " makes it live, ./orders retire " + number
                    + " removes it.");
        }
        return true;
    }

    /** One that an earlier run has loaded and did not finish; whatever else stands beside the live one makes room. */
    private Optional<Generation> resumable(Generations register, ZoneId zone) {
        Optional<Generation> other = register.other();
        if (other.isEmpty()) {
            return Optional.empty();
        }
        Generation beside = other.get();
        boolean isUnfinished =
                beside.number() > register.live() && beside.comparedAt().isEmpty();
        if (isUnfinished && beside.isReadable() && beside.timeZone().equals(zone) && tables.hasTable(beside.number())) {
            return other;
        }
        tables.register().change(now -> now.retire(beside.number()));
        say(
                isUnfinished
                        ? "Generation " + beside.number() + " was left unfinished: it is discarded."
                        : "Generation " + beside.number() + " is retired to make room.");
        return Optional.empty();
    }

    private int load(ZoneId zone) throws InterruptedException {
        Generations begun = tables.register().change(now -> now.begin(zone, clock.instant()));
        int number = begun.all().getLast().number();
        say("Building generation " + number + " beside generation " + begun.live() + ", in the time zone " + zone
                + ".");
        until(() -> tables.tableIsReady(number), "make the table " + tables.table(number));
        GenerationLoad.Target target = tables.target(number);
        Snapshot snapshot = GenerationLoad.read(tables.source(begun.live()), target.fits(), zone);
        GenerationLoad.write(number, snapshot, zone, target, loaded -> loaded(number, loaded));
        return number;
    }

    private void loaded(int number, Loaded loaded) {
        tables.register().change(now -> now.load(number, loaded));
        long percent = loaded.ofOrders() == 0 ? 100 : 100 * loaded.orders() / loaded.ofOrders();
        progress.printf("loaded %,d of %,d orders (%d %%)%n", loaded.orders(), loaded.ofOrders(), percent);
        progress.flush();
    }

    private void feed(int number) throws InterruptedException {
        tables.register().change(now -> now.feed(number));
        until(() -> generation(number).isConsumed(), "feed generation " + number);
    }

    /** Compares while the stream stands still before it, so that what differs is wrong and not under way. */
    private boolean isEqual(int number) throws InterruptedException {
        tables.register().change(now -> now.hold(number));
        until(() -> !generation(number).isConsumed(), "hold generation " + number);
        Report report = tables.replay(generation(number)).ofApplied();
        say(LiveComparison.text(report, TOLD));
        if (report.isEqual()) {
            tables.register().change(now -> now.compare(number, clock.instant()));
        }
        return report.isEqual();
    }

    private Generation generation(int number) {
        return tables.registered()
                .find(number)
                .filter(generation -> generation.state() != State.RETIRED)
                .orElseThrow(() -> new UsageProblem("Generation " + number + " was retired meanwhile."));
    }

    /**
     * Makes a generation live once it is as far as the live one, so that no total goes back.
     *
     * @param target what names the system in the commands that are told; empty for this machine
     */
    void promote(int number, String target) throws InterruptedException {
        Generations before = tables.registered();
        int live = before.live();
        boolean isLost = !tables.hasTable(live);
        if (!isLost) {
            Map<String, SequenceNumber> reached = reached(live);
            until(
                    () -> {
                        Map<String, SequenceNumber> own = reached(number);
                        return reached.entrySet().stream()
                                .allMatch(shard -> own.containsKey(shard.getKey())
                                        && own.get(shard.getKey()).compareTo(shard.getValue()) >= 0);
                    },
                    "feed generation " + number + " as far as generation " + live);
        }
        tables.register().change(now -> now.promote(number));
        if (isLost) {
            tables.register().change(now -> now.retire(live));
            say("Generation " + number + " is live. Generation " + live + ", whose table was lost, is retired.");
        } else {
            say("Generation " + number + " is live. Generation " + live + " stays fed: ./orders promote " + live
                    + target + " goes back to it, ./orders retire " + live + target + " removes it.");
        }
    }

    private Map<String, SequenceNumber> reached(int number) {
        return tables.shards(number).shards().stream()
                .filter(shard -> !shard.closed() && shard.appliedThrough().isPresent())
                .collect(Collectors.toMap(
                        ShardRow::shardId, shard -> shard.appliedThrough().orElseThrow()));
    }

    private static void until(BooleanSupplier reached, String what) throws InterruptedException {
        Waiting.until(
                reached,
                SEEN_WITHIN,
                () -> "The running system did not " + what + " within " + SEEN_WITHIN.toSeconds()
                        + " s: see what it says, and run this again.");
    }

    private void say(String sentence) {
        out.println(sentence);
        out.flush();
    }
}
