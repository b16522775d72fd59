package io.purchaseorders.cli;

import io.purchaseorders.cli.EntryCheck.Ids;
import io.purchaseorders.cli.PublishedLine.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks for the receipts of published lines until each has an outcome, or none has got one for a while. */
final class ReceiptPolling {

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration SAY_EVERY = Duration.ofSeconds(5);

    private final Receipts receipts;
    private final Duration patience;
    private final Consumer<String> progress;

    /**
     * @param patience how long to ask while no line gets an outcome
     * @param progress takes a sentence now and then while this lasts
     */
    ReceiptPolling(Receipts receipts, Duration patience, Consumer<String> progress) {
        this.receipts = receipts;
        this.patience = patience;
        this.progress = progress;
    }

    /** What a round of questions found, and what is still open. */
    private record Round(List<Verdict> settled, Map<Ids, List<PublishedLine>> open) {}

    /** One verdict a line; {@code begun} is when the first of them was published, by the system's clock. */
    List<Verdict> verdicts(Collection<PublishedLine> lines, Instant begun) throws InterruptedException {
        List<Verdict> verdicts = new ArrayList<>();
        Map<Ids, List<PublishedLine>> open = new LinkedHashMap<>();
        lines.stream()
                .sorted(Comparator.comparingLong(PublishedLine::line))
                .forEach(line -> line.check()
                        .ids()
                        .ifPresentOrElse(
                                ids -> open.computeIfAbsent(ids, any -> new ArrayList<>())
                                        .add(line),
                                () -> verdicts.addAll(
                                        PublishedLine.verdicts(List.of(line), Receipt.UNKNOWN, begun, true))));
        long deadline = System.nanoTime() + patience.toNanos();
        long sayAt = System.nanoTime() + SAY_EVERY.toNanos();
        Duration wait = FIRST_WAIT;
        while (!open.isEmpty()) {
            boolean last = System.nanoTime() > deadline;
            Round round = ask(open, begun, last);
            verdicts.addAll(round.settled());
            open.clear();
            open.putAll(round.open());
            if (last) {
                break;
            }
            if (!round.settled().isEmpty()) {
                deadline = System.nanoTime() + patience.toNanos();
                wait = FIRST_WAIT;
            }
            if (System.nanoTime() > sayAt) {
                progress.accept("receipts of " + verdicts.size() + " of " + lines.size() + " lines");
                sayAt = System.nanoTime() + SAY_EVERY.toNanos();
            }
            if (!open.isEmpty()) {
                TimeUnit.NANOSECONDS.sleep(wait.toNanos());
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
            }
        }
        return verdicts;
    }

    private Round ask(Map<Ids, List<PublishedLine>> open, Instant begun, boolean last) {
        Round round = new Round(new ArrayList<>(), new LinkedHashMap<>());
        List<Ids> all = List.copyOf(open.keySet());
        for (int from = 0; from < all.size(); from += Receipts.MOST) {
            List<Ids> some = all.subList(from, Math.min(all.size(), from + Receipts.MOST));
            List<Receipt> answers;
            try {
                answers = receipts.of(some);
            } catch (Receipts.NotNow e) {
                answers = some.stream().map(ids -> Receipt.UNKNOWN).toList();
            }
            for (int i = 0; i < some.size(); i++) {
                List<PublishedLine> lines = open.getOrDefault(some.get(i), List.of());
                List<Verdict> verdicts = PublishedLine.verdicts(lines, answers.get(i), begun, last);
                if (last || verdicts.stream().noneMatch(Verdict::isOpen)) {
                    round.settled().addAll(verdicts);
                } else {
                    round.open().put(some.get(i), lines);
                }
            }
        }
        return round;
    }
}
