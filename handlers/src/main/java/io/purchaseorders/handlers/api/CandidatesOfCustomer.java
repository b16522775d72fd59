package io.purchaseorders.handlers.api;

import io.purchaseorders.events.EventKey;
import io.purchaseorders.handlers.api.Contributions.Contribution;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventReader.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the orders of a customer in the index of placings, newest first. A second placing of an order is in the index too,
 * and counts for nobody. What came before a period may have placed what happened within, so nothing bounds it below.
 *
 * @param latest when the last event that can count occurred; nothing where there is no bound
 */
record CandidatesOfCustomer(EventReader events, String customerId, Optional<Instant> latest) implements Candidates {

    /** A customer with more placings than these is found by day, where few days are asked for. */
    private static final int MANY_PLACINGS = 500;

    /** An index follows its table within a fraction of a second; this is far beyond. */
    static final Duration INDEX_LAG = Duration.ofSeconds(5);

    static CandidatesOfCustomer of(EventReader events, Contributions asked, String customerId) {
        Optional<Instant> latest = Stream.concat(
                        asked.range().end(asked.zone()).stream(), asked.pointInTime().asOf().stream())
                .min(Instant::compareTo);
        return new CandidatesOfCustomer(events, customerId, latest);
    }

    boolean isOfManyPlacings() {
        return after(Optional.empty(), MANY_PLACINGS).size() == MANY_PLACINGS;
    }

    @Override
    public List<Candidate> after(Optional<Candidate> last, int most) {
        Optional<Placement> seen =
                last.map(candidate -> new Placement(candidate.orderId(), EventKey.parse(candidate.at())));
        try (Stream<Placement> index = events.placements(customerId, Optional.empty(), latest, seen)) {
            return index.limit(most)
                    .map(placement -> new Candidate(placement.key().timestamp(), placement.orderId()))
                    .toList();
        }
    }

    @Override
    public boolean counts(Candidate candidate, FoldedOrder order) {
        return order.isPlacedBy(EventKey.parse(candidate.at()), customerId);
    }

    @Override
    public boolean belongs(Candidate candidate, Contribution contribution) {
        return true;
    }

    /** Also where nothing says that the order is the customer's: what is damaged may have placed it. */
    @Override
    public boolean showsDamaged(Candidate candidate, FoldedOrder order) {
        return counts(candidate, order) || order.order().placing().isEmpty();
    }
}
