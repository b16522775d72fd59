package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.purchaseorders.cli.PublishedLine.Outcome;
import io.purchaseorders.cli.PublishedLine.Verdict;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * What became of the lines so far: whether the bus took them, and, where receipts were asked for, their outcomes. Says at
 * once what is wrong with a line; of lines that are not processed yet only the first, and at the end which others.
 */
final class Tally {

    private static final String CLEAR_LINE = "\r\u001B[K";

    private final LongAdder published = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final long startNanos = System.nanoTime();
    private final PrintWriter failures;
    /** Lines that are not processed yet and were not told one by one. */
    private final BitSet notProcessed = new BitSet();

    private boolean isOneTold;
    private volatile boolean outcomesAsked;
    private volatile boolean barShown;

    Tally(PrintWriter failures) {
        this.failures = failures;
        Arrays.stream(Outcome.values()).forEach(outcome -> outcomes.put(outcome, new LongAdder()));
    }

    void published(int entries) {
        published.add(entries);
    }

    /** A line that the bus has not taken. */
    void failed(long line, String why) {
        failed.increment();
        say(line, why);
    }

    /** A line that the bus has taken, with what the system made of it. */
    void settled(Verdict verdict) {
        outcomesAsked = true;
        count(verdict.outcome()).increment();
        // Hundreds of equal lines would hide what is wrong with others.
        if (verdict.reasons().equals(PublishedLine.NOT_PROCESSED) && isOneTold) {
            notProcessed.set(Math.toIntExact(verdict.line().line()));
        } else if (verdict.outcome() != Outcome.ACCEPTED && verdict.outcome() != Outcome.DUPLICATE) {
            say(verdict.line().line(), name(verdict.outcome()) + ": " + verdict.reasons());
            isOneTold |= verdict.reasons().equals(PublishedLine.NOT_PROCESSED);
        }
        if (!verdict.line().check().warnings().isEmpty()) {
            say(
                    verdict.line().line(),
                    "warning: " + EntryCheck.text(verdict.line().check().warnings()));
        }
    }

    /** Says which lines were not told one by one. */
    void ended() {
        if (!notProcessed.isEmpty()) {
            failures.println((barShown ? CLEAR_LINE : "") + "lines " + ranges(notProcessed) + ": pending: "
                    + PublishedLine.NOT_PROCESSED);
            failures.flush();
        }
    }

    /** Numbers as ranges: {@code 2-6, 8}. */
    private static String ranges(BitSet numbers) {
        StringJoiner ranges = new StringJoiner(", ");
        for (int from = numbers.nextSetBit(0); from >= 0; ) {
            int to = numbers.nextClearBit(from);
            ranges.add(to - from == 1 ? String.valueOf(from) : from + "-" + (to - 1));
            from = numbers.nextSetBit(to);
        }
        return ranges.toString();
    }

    /** Lines that nobody could ask about. */
    void unknown(long lines) {
        outcomesAsked = true;
        count(Outcome.PENDING).add(lines);
    }

    private void say(long line, String what) {
        // A progress bar stands on the same line of the terminal.
        failures.println((barShown ? CLEAR_LINE : "") + "line " + line + ": " + what.replaceAll("\\p{Cntrl}+", " "));
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

    private LongAdder count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, published); // all of them are there
    }

    /** Whether every line was taken and, as far as was asked, is accepted or a duplicate. */
    boolean isGood() {
        return failed() == 0
                && count(Outcome.CONFLICT).sum()
                                + count(Outcome.REJECTED).sum()
                                + count(Outcome.PENDING).sum()
                        == 0;
    }

    private double seconds() {
        return (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    long eventsPerSecond() {
        return Math.round(published() / Math.max(seconds(), 1e-3));
    }

    private static String name(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "published %d%s, not published %d, in %.1f s (%d events/s)",
                published(),
                outcomesAsked
                        ? Arrays.stream(Outcome.values())
                                .map(outcome ->
                                        name(outcome) + " " + count(outcome).sum())
                                .collect(Collectors.joining(", ", ": ", ""))
                        : "",
                failed(),
                seconds(),
                eventsPerSecond());
    }

    String json() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("published", published())
                .put("failed", failed());
        if (outcomesAsked) {
            outcomes.forEach((outcome, count) -> json.put(name(outcome), count.sum()));
        }
        return json.put("seconds", Math.round(seconds() * 1000) / 1000.0)
                .put("eventsPerSecond", eventsPerSecond())
                .toString();
    }
}
