package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.Candidates.Candidate;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.StoredEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Gatherers;

/**
 * The totals of one key as of a moment, folded from the events of the orders behind them: there are no rows for it.
 *
 * @param leftOut what is stored of these orders and is in no sum, because it is not what was recorded or cannot be read
 * @param isWhole whether everything could be read
 */
record AsOfSums(SortedMap<String, Measures> byPeriod, LeftOut leftOut, boolean isWhole) {

    /**
     * Events that one answer looks at, wanted or not: the function has 29 seconds, and at a kilobyte an event this costs
     * 12,500 read units.
     */
    static final int MOST_EVENTS = 50_000;

    /** Histories that are read at a time: enough to hide the waiting, not enough to be throttled. */
    private static final int AT_A_TIME = 16;

    /** Candidates that are looked up at a time. */
    private static final int CANDIDATES = 1_000;

    private record Read(Candidate candidate, List<StoredEvent> items) {}

    /** Each order is read once, on however many of the days it has events. */
    static AsOfSums of(EventReader events, Candidates candidates, Contributions asked) {
        SortedMap<String, Measures> sums = new TreeMap<>();
        LeftOut leftOut = LeftOut.NOTHING;
        Set<String> seen = new HashSet<>();
        int read = 0;
        List<Candidate> page = candidates.after(Optional.empty(), CANDIDATES);
        while (!page.isEmpty()) {
            Iterator<Read> orders = page.stream()
                    .filter(candidate -> seen.add(candidate.orderId()))
                    .gather(Gatherers.mapConcurrent(
                            AT_A_TIME, candidate -> new Read(candidate, events.items(candidate.orderId()))))
                    .iterator();
            while (orders.hasNext()) {
                Read order = orders.next();
                read += Math.max(1, order.items().size());
                if (read > MOST_EVENTS) {
                    return new AsOfSums(sums, leftOut, false);
                }
                Contributions.OfOrder of = asked.of(
                        order.candidate().orderId(),
                        order.items().stream().flatMap(EventReader::intact).toList());
                of.contributions().forEach(part -> sums.merge(part.period(), part.measures(), Measures::plus));
                List<ShownEvent> damaged = ShownEvent.damaged(order.items());
                leftOut = asked.concern(of.order(), damaged) ? leftOut.and(damaged) : leftOut;
            }
            page = page.size() < CANDIDATES ? List.of() : candidates.after(Optional.of(page.getLast()), CANDIDATES);
        }
        return new AsOfSums(sums, leftOut, true);
    }

    /** In the order of the periods, which that of their notations is. */
    Iterator<PeriodSums.Sum> iterator() {
        return byPeriod.entrySet().stream()
                .map(entry -> new PeriodSums.Sum(entry.getKey(), entry.getValue()))
                .iterator();
    }

    /** What to say where not everything could be read. */
    static Answer tooMuch(String path, PointInTime pointInTime) {
        String message = "needs more than " + MOST_EVENTS
                + " events to be read, the most for one answer; ask for fewer periods, or sum an export on a machine of"
                + " yours: ./orders totals --export DIR";
        List<Parameters.ParameterFault> faults = new ArrayList<>();
        pointInTime
                .asOf()
                .ifPresent(at -> faults.add(new Parameters.ParameterFault("asOf", message + " --as-of " + at)));
        pointInTime
                .knownAt()
                .ifPresent(at -> faults.add(new Parameters.ParameterFault("knownAt", message + " --known-at " + at)));
        return Problem.badRequest(path, faults);
    }
}
