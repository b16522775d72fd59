package io.purchaseorders.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What became of published lines: asked of an API, not asked at all, or not answered for a reason that is told. */
final class OutcomeQuestions implements AutoCloseable {

    /** How long to ask while no line gets an outcome: what a queue takes over a restart of its function. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final @Nullable Receipts receipts;
    private final boolean sharesOurClock;
    private final Consumer<String> progress;
    private @Nullable String problem;

    private OutcomeQuestions(
            @Nullable Receipts receipts, boolean sharesOurClock, Consumer<String> progress, @Nullable String problem) {
        this.receipts = receipts;
        this.sharesOurClock = sharesOurClock;
        this.progress = progress;
        this.problem = problem;
    }

    static OutcomeQuestions none() {
        return new OutcomeQuestions(null, true, sentence -> {}, null);
    }

    static OutcomeQuestions impossible(String problem) {
        return new OutcomeQuestions(null, true, sentence -> {}, problem);
    }

    static OutcomeQuestions to(Receipts receipts, boolean sharesOurClock, Consumer<String> progress) {
        return new OutcomeQuestions(receipts, sharesOurClock, progress, null);
    }

    /** The clock by which events are recorded. */
    Instant now() {
        if (receipts == null || sharesOurClock) {
            return Instant.now();
        }
        try {
            return receipts.now();
        } catch (Receipts.NotNow e) {
            throw new UsageProblem("Receipts cannot be asked for: " + e.getMessage() + ".");
        }
    }

    /** Tells the tally what became of these lines, the first of which was published at {@code begun}. */
    void settle(Collection<PublishedLine> lines, Instant begun, Tally tally) throws InterruptedException {
        if (receipts != null && problem == null) {
            try {
                new ReceiptPolling(receipts, PATIENCE, progress)
                        .verdicts(lines, begun)
                        .forEach(tally::settled);
                return;
            } catch (UsageProblem e) {
                problem = e.getMessage();
            }
        }
        if (problem != null) {
            // What breaks rules is known all the same.
            lines.stream()
                    .filter(line -> !line.check().isValid())
                    .forEach(line -> PublishedLine.verdicts(List.of(line), Receipt.UNKNOWN, begun, true)
                            .forEach(tally::settled));
            tally.unknown(lines.stream().filter(line -> line.check().isValid()).count());
        }
    }

    /** Why outcomes stayed unknown; null where they did not. */
    @Nullable
    String problem() {
        return problem;
    }

    @Override
    public void close() {
        if (receipts != null) {
            receipts.close();
        }
    }
}
