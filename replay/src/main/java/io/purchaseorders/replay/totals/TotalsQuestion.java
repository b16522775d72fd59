package io.purchaseorders.replay.totals;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.totals.ContributionSink;
import io.purchaseorders.replay.history.ExportedHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Which totals of an exported history are wanted.
 *
 * @param key one aggregation key; nothing for all of them
 * @param asOf business time: only what had occurred by then counts
 * @param knownAt system time: only what was recorded by then counts
 * @param first the first period that is wanted, in the notation of its granularity
 * @param last the last one
 */
@Value.Builder
public record TotalsQuestion(
        Periods periods,
        Optional<String> key,
        Optional<Instant> asOf,
        Optional<Instant> knownAt,
        Optional<String> first,
        Optional<String> last) {

    /**
     * The answer.
     *
     * @param events how many events were folded
     * @param orders how many orders they are of
     * @param unreadable how many items of the exports are no events, and so count nowhere
     * @param violations events that were changed or removed after they were stored, in words
     */
    @Value.Builder
    public record Answer(Totals totals, long events, long orders, long unreadable, List<String> violations) {}

    /** Folds a history that was read and adds up what is wanted, on so many threads. */
    public Answer ask(ExportedHistory history, int threads) throws InterruptedException {
        List<OrderTotals> parts = history.forEachOrder(this::orderTotals);
        return new AnswerBuilder()
                .totals(Totals.together(parts.stream().map(OrderTotals::totals).toList(), threads))
                .events(parts.stream().mapToLong(OrderTotals::events).sum())
                .orders(parts.stream().mapToLong(OrderTotals::orders).sum())
                .unreadable(history.withoutKey()
                        + parts.stream().mapToLong(OrderTotals::unreadable).sum())
                .violations(parts.stream()
                        .flatMap(part -> part.violations().stream())
                        .sorted()
                        .toList())
                .build();
    }

    private OrderTotals orderTotals() {
        Totals totals = new Totals(periods, Slice.ALL);
        return new OrderTotals(totals, this::isKnown, wanted(totals));
    }

    private boolean isKnown(RecordedEvent event) {
        return asOf.map(moment -> !event.event().occurredAt().isAfter(moment)).orElse(true)
                && knownAt.map(moment -> !event.recordedAt().isAfter(moment)).orElse(true);
    }

    /** Lets through what is wanted of everything that events contribute. */
    private ContributionSink wanted(Totals totals) {
        if (key.isEmpty() && first.isEmpty() && last.isEmpty()) {
            return totals;
        }
        int from = first.map(this::period).orElse(Integer.MIN_VALUE);
        int to = last.map(this::period).orElse(Integer.MAX_VALUE);
        return (projection, name, occurredAt, measures) -> {
            int period = periods.of(occurredAt);
            if (period >= from
                    && period <= to
                    && key.map(projection.keys().key(name)::equals).orElse(true)) {
                totals.add(projection, name, occurredAt, measures);
            }
        };
    }

    private int period(String notation) {
        return periods.of(notation)
                .orElseThrow(() -> new IllegalArgumentException(
                        notation + " is no period of granularity " + periods.granularity()));
    }
}
