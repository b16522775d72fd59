package io.purchaseorders.cli;

import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generation.Loaded;
import io.purchaseorders.stores.GenerationLoad;
import io.purchaseorders.stores.GenerationLoad.Snapshot;
import io.purchaseorders.stores.Generations;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Builds a generation beside the live one of a running system: snapshot, load, feed, catch up, compare, promote. Each step
 * is in the register before the next begins, so that whoever is killed leaves a generation that a later run discards or
 * goes on with, and the live one is never touched.
 */
final class GenerationBuild {

    private final GenerationTables tables;
    private final CatchingUp catchingUp;
    private final Feed feed;
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
        this.feed = new RegisteredFeed(tables.register());
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
        feed.resumeAll(tables);
        Generations register = tables.registered();
        ZoneId zone = wanted.orElse(register.liveOne().timeZone());
        int number = resumable(register, zone).map(Generation::number).orElse(0);
        if (number == 0) {
            number = load(zone);
        } else {
            say("Generation " + number + " was loaded by an earlier run: going on with it.");
        }
        feed.resume(number);
        catchingUp.await(number, progress);
        boolean isEqual = new HeldComparison(tables, feed, clock, out, progress).isEqual(number);
        if (!isEqual) {
            say("Generation " + number + " is not promoted; generation "
                    + tables.registered().live() + " stays live. ./orders retire " + number + " removes it.");
            return false;
        }
        if (isPromoted) {
            new Promotion(tables, feed, out, progress).run(number, "");
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
        RegisteredFeed.until(() -> tables.tableIsReady(number), "make the table " + tables.table(number));
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

    private void say(String sentence) {
        out.println(sentence);
        out.flush();
    }
}
