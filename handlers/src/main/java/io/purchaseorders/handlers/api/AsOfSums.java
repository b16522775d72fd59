package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.stores.EventReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The totals of one key as of a moment, folded from the events that count then: there are no rows for it.
 *
 * @param isWhole whether everything could be read
 */
record AsOfSums(SortedMap<String, Measures> byPeriod, boolean isWhole) {

    /**
     * Events that one answer looks at, wanted or not: the function has 29 seconds, and at a kilobyte an event this costs
     * 12,500 read units.
     */
    static final int MOST_EVENTS = 50_000;

    static AsOfSums of(EventReader events, ScanQuestion question) {
        SortedMap<String, Measures> sums = new TreeMap<>();
        ContributionScan trail = new ContributionScan(events, question, Optional.empty(), MOST_EVENTS);
        trail.forEachRemaining(event -> sums.merge(event.period(), event.measures(), Measures::plus));
        return new AsOfSums(sums, trail.leftOff().isEmpty());
    }

    /** In the order of the periods, which that of their notations is. */
    Iterator<PeriodSums.Sum> iterator() {
        return byPeriod.entrySet().stream()
                .map(entry -> new PeriodSums.Sum(entry.getKey(), entry.getValue()))
                .iterator();
    }

    /** What to say where not everything could be read. */
    static Answer tooMuch(String path, PointInTime pointInTime) {
        String message =
                "needs more than " + MOST_EVENTS + " events to be read, the most for one answer; instead, add up"
                        + " the contributions of /explain with the same parameters, page by page";
        List<Parameters.ParameterFault> faults = new ArrayList<>();
        pointInTime.asOf().ifPresent(at -> faults.add(new Parameters.ParameterFault("asOf", message)));
        pointInTime.knownAt().ifPresent(at -> faults.add(new Parameters.ParameterFault("knownAt", message)));
        return Problem.badRequest(path, faults);
    }
}
