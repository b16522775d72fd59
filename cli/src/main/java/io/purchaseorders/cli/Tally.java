package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What became of the lines so far. */
final class Tally {

    private static final String CLEAR_LINE = "\r\u001B[K";

    private final LongAdder published = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final long startNanos = System.nanoTime();
    private final PrintWriter failures;
    private volatile boolean barShown;

    Tally(PrintWriter failures) {
        this.failures = failures;
    }

    void published(int entries) {
        published.add(entries);
    }

    void failed(long line, String why) {
        failed.increment();
        // A progress bar stands on the same line of the terminal.
        failures.println((barShown ? CLEAR_LINE : "") + "line " + line + ": " + why.replaceAll("\\p{Cntrl}+", " "));
    }

    void barShown() {
        barShown = true;
    }

    long published() {
        return published.sum();
    }

    long failed() {
        return failed.sum();
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    long eventsPerSecond() {
        return Math.round(published() / Math.max(seconds(), 1e-3));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "published %d, failed %d in %.1f s (%d events/s)",
                published(),
                failed(),
                seconds(),
                eventsPerSecond());
    }

    String json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("published", published())
                .put("failed", failed())
                .put("seconds", Math.round(seconds() * 1000) / 1000.0)
                .put("eventsPerSecond", eventsPerSecond())
                .toString();
    }
}
