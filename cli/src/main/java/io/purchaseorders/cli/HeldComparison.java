package io.purchaseorders.cli;

import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.stores.Generation;
import java.io.PrintWriter;
import java.time.Clock;

/** Compares a generation while the stream stands still before it, so that what differs is wrong and not under way. */
final class HeldComparison {

    /** A batch that failed just before the stream was held is half applied, and is complete the next time. */
    private static final int COMPARISONS = 3;

    /** Differences that are told one by one. */
    private static final int TOLD = 20;

    private final GenerationTables tables;
    private final Feed feed;
    private final Clock clock;
    private final PrintWriter out;
    private final PrintWriter progress;

    HeldComparison(GenerationTables tables, Feed feed, Clock clock, PrintWriter out, PrintWriter progress) {
        this.tables = tables;
        this.feed = feed;
        this.clock = clock;
        this.out = out;
        this.progress = progress;
    }

    /** Whether all rows are a fold of the events that they have applied; the generation is fed and has caught up after it. */
    boolean isEqual(int number) throws InterruptedException {
        boolean isEqual = once(number);
        for (int comparison = 1; !isEqual && comparison < COMPARISONS; comparison++) {
            isEqual = once(number);
        }
        return isEqual;
    }

    private boolean once(int number) throws InterruptedException {
        boolean isEqual;
        try {
            feed.hold(number);
            isEqual = heldIsEqual(number);
        } catch (RuntimeException | InterruptedException failure) {
            feed.resume(number);
            throw failure;
        }
        feed.resume(number);
        new CatchingUp(tables).await(number, progress);
        return isEqual;
    }

    private boolean heldIsEqual(int number) throws InterruptedException {
        Generation held = tables.registered()
                .find(number)
                .filter(Generation::isKept)
                .orElseThrow(() -> new UsageProblem("Generation " + number + " was retired meanwhile."));
        Report report = tables.replay(held).settledOfApplied();
        out.println(LiveComparison.text(report, TOLD));
        out.flush();
        if (report.isEqual()) {
            tables.register().change(now -> now.compare(number, clock.instant()));
        }
        return report.isEqual();
    }
}
