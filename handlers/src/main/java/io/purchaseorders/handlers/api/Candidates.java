package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.Contributions.Contribution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the orders that may have contributed to a key in some periods, in an order that never changes. */
interface Candidates {

    /**
     * An order that may have contributed.
     *
     * @param at where the order was found: a business day, or the key of its placing
     */
    record Candidate(String at, String orderId) {}

    /**
     * The cheapest of the ways that lead to every order: by day, or for a customer by the index of placings, unless that
     * names many and only a few days are asked for.
     *
     * @param start where an earlier search ended, which this one goes on with in the same way
     */
    static Candidates of(ApiStores stores, Contributions asked, Optional<Candidate> start, Instant now) {
        CandidatesByDay byDay = CandidatesByDay.of(stores.projections(), asked, now);
        Optional<String> customer = asked.key().customer();
        if (customer.isEmpty()) {
            return byDay;
        }
        CandidatesOfCustomer index = CandidatesOfCustomer.of(stores.events(), asked, customer.get());
        boolean isByDay =
                start.map(CandidatesByDay::isPlaceOf).orElseGet(() -> byDay.isOfFewDays() && index.isOfManyPlacings());
        return isByDay ? byDay : index;
    }

    /** The next candidates, at most so many; none where there are no more. */
    List<Candidate> after(Optional<Candidate> last, int most);

    /** Whether the order counts at all where it was found. */
    boolean counts(Candidate candidate, FoldedOrder order);

    /** Whether a contribution of the order belongs to where it was found; each belongs to one place. */
    boolean belongs(Candidate candidate, Contribution contribution);

    /**
     * Whether what is damaged of the order is shown where it was found. In one place of those at which the order is found,
     * if any of its events counts there; else in each, for nothing that is left of the order says which.
     */
    boolean showsDamaged(Candidate candidate, FoldedOrder order);
}
