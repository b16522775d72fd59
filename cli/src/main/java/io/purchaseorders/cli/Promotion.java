package io.purchaseorders.cli;

import io.purchaseorders.stores.Generations;
import io.purchaseorders.stores.ShardRow;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a generation live so that no total goes back: once it is as far as the live one, which stands still meanwhile and
 * until every answer is from the new one; all go over to that at one moment. A command that is killed meanwhile leaves the
 * live one standing still: the running system, or the next command, lets it go on.
 */
final class Promotion {

    /** For a generation that is far behind; events go on being applied to the live one. */
    private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(3);

    /** For the rest, while the live one stands still: less than the running system leaves one held. */
    private static final Duration HELD_AT_MOST = Duration.ofSeconds(20);

    /** Longer than the API goes on with what it knows of the register. */
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(2);

    /** Longer than an answer takes that was begun before. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(2);

    private final GenerationTables tables;
    private final Feed feed;
    private final PrintWriter out;
    private final PrintWriter progress;
    private final Duration caughtUpWithin;

    /**
     * @param out takes what was done
     * @param progress takes what is waited for
     */
    Promotion(GenerationTables tables, Feed feed, PrintWriter out, PrintWriter progress) {
        this(tables, feed, out, progress, CAUGHT_UP_WITHIN);
    }

    /** @param caughtUpWithin how long a generation that is behind may take */
    Promotion(GenerationTables tables, Feed feed, PrintWriter out, PrintWriter progress, Duration caughtUpWithin) {
        this.caughtUpWithin = caughtUpWithin;
        this.tables = tables;
        this.feed = feed;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Makes a generation live.
     *
     * @param target what names the system in the commands that are told; empty for this machine
     * @throws UsageProblem where it does not get as far as the live one in time, which stays live
     */
    void run(int number, String target) throws InterruptedException {
        feed.resumeAll(tables);
        Generations before = tables.registered();
        int live = before.live();
        before.promote(number); // refuses what cannot be made live, before anything waits for it
        if (!tables.hasTable(live)) {
            tables.register().change(now -> now.promote(number));
            tables.register().change(now -> now.retire(live));
            say(out, "Generation " + number + " is live. Generation " + live + ", whose table was lost, is retired.");
            return;
        }
        // Where the live one is now: it goes on meanwhile, so that both may never be seen equal.
        List<ShardRow> reached = tables.shards(live).shards();
        if (!isAsFar(number, reached)) {
            say(progress, "generation " + number + " is behind generation " + live + ": waiting until it is as far");
        }
        awaitAsFar(number, live, reached, caughtUpWithin);
        try {
            feed.hold(live);
            awaitAsFar(number, live, tables.shards(live).shards(), HELD_AT_MOST);
            // Known everywhere before it holds, and over everywhere before the one that was live goes on.
            tables.register().change(now -> promoted(now, number, live));
            TimeUnit.NANOSECONDS.sleep(KNOWN_WITHIN.plus(ANSWERED_WITHIN).toNanos());
            tables.register().change(Generations::succeeded);
        } catch (RuntimeException | InterruptedException failure) {
            feed.resume(live);
            throw failure;
        }
        feed.resume(live);
        say(
                out,
                "Generation " + number + " is live. Generation " + live + " stays fed: ./orders promote " + live
                        + target + " goes back to it, ./orders retire " + live + target + " removes it.");
    }

    private Generations promoted(Generations now, int number, int live) {
        if (now.live() != live) {
            throw new UsageProblem("Generation " + now.live() + " was made live meanwhile: run this again.");
        }
        feed.requireHeld(now, live);
        // The clock last: asking takes a while.
        return now.promote(number, Instant.now().plus(KNOWN_WITHIN));
    }

    private void awaitAsFar(int number, int live, List<ShardRow> reached, Duration within) throws InterruptedException {
        Waiting.until(
                () -> isAsFar(number, reached),
                within,
                () -> "Generation " + number + " was not as far as generation " + live + " within " + within.toSeconds()
                        + " s, and totals would go back: generation " + live + " stays live. See why it lags, and run"
                        + " this again.");
    }

    /** Whether a generation has applied everything that another one had. */
    private boolean isAsFar(int number, List<ShardRow> others) {
        Map<String, ShardRow> own = tables.shards(number).shards().stream()
                .collect(Collectors.toMap(ShardRow::shardId, Function.identity()));
        return others.stream()
                .filter(shard -> shard.appliedThrough().isPresent())
                .allMatch(shard -> isAsFar(own.get(shard.shardId()), shard));
    }

    private static boolean isAsFar(@Nullable ShardRow own, ShardRow other) {
        if (own == null) {
            // One that ended before this generation began is in what it was loaded from.
            return other.closed();
        }
        return own.closed()
                || own.appliedThrough()
                        .filter(through ->
                                through.compareTo(other.appliedThrough().orElseThrow()) >= 0)
                        .isPresent();
    }

    private static void say(PrintWriter to, String sentence) {
        to.println(sentence);
        to.flush();
    }
}
