package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.Candidates.Candidate;
import io.purchaseorders.handlers.api.Contributions.Contribution;
import io.purchaseorders.projections.order.OrderRow.Position;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.StoredEvent;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * The events behind the totals of one key: those of each order in canonical order, each with what its step contributes, and
 * among them what is damaged of the order, whenever it says to have occurred: it may have made the others contribute something
 * else. Orders come as their candidates do. Ends where there are no more, or where enough was read: see {@link #leftOff}.
 */
final class ContributionScan implements Iterator<ContributionScan.Found> {

    /** Histories that are read at a time: enough to hide the waiting, not enough to be throttled. */
    private static final int AT_A_TIME = 16;

    /** Candidates that are looked up at a time. */
    private static final int CANDIDATES = 1_000;

    /** What stands behind a number, and where a scan that goes on after it begins. */
    sealed interface Found {

        ScanPosition position();

        /** An event as it was recorded. */
        record Counted(Contribution contribution, ScanPosition position) implements Found {}

        /** What is stored in an event's place and counts for nothing. */
        record Damaged(ShownEvent event, ScanPosition position) implements Found {}
    }

    private record Read(Candidate candidate, List<StoredEvent> items) {}

    private final EventReader events;
    private final Candidates candidates;
    private final Contributions asked;
    private final Optional<ScanPosition> start;
    private final int most;
    private final int atATime;
    private int read;
    private boolean hasMore = true;
    private Optional<Candidate> last;
    private Iterator<Read> orders = Collections.emptyIterator();
    private Iterator<Found> current = Collections.emptyIterator();

    /**
     * @param start where to go on; nothing for the beginning
     * @param most events and index entries that may be read; the last order may exceed it
     * @param wanted how many contributions will be taken, so that no more histories than these are read ahead
     */
    ContributionScan(
            EventReader events,
            Candidates candidates,
            Contributions asked,
            Optional<ScanPosition> start,
            int most,
            int wanted) {
        this.events = events;
        this.candidates = candidates;
        this.asked = asked;
        this.start = start;
        this.most = most;
        this.atATime = Math.clamp(wanted, 1, AT_A_TIME);
        this.last = start.map(ScanPosition::candidate);
        start.filter(position -> position.event().isPresent())
                .ifPresent(position ->
                        this.orders = List.of(read(position.candidate())).iterator());
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext()) {
            if (read >= most) {
                return false;
            }
            if (orders.hasNext()) {
                Read order = orders.next();
                last = Optional.of(order.candidate());
                read += Math.max(1, order.items().size());
                current = found(order).iterator();
            } else if (hasMore) {
                List<Candidate> next = candidates.after(last, CANDIDATES);
                hasMore = next.size() == CANDIDATES;
                orders = next.stream()
                        .gather(Gatherers.mapConcurrent(atATime, this::read))
                        .iterator();
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public Found next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    /** Where another scan can go on, if this one ended because enough was read. */
    Optional<ScanPosition> leftOff() {
        return hasMore || orders.hasNext()
                ? last.map(done -> new ScanPosition(done, Optional.empty()))
                : Optional.empty();
    }

    private Read read(Candidate candidate) {
        return new Read(candidate, events.items(candidate.orderId()));
    }

    private Stream<Found> found(Read order) {
        Candidate candidate = order.candidate();
        Contributions.OfOrder of = asked.of(
                candidate.orderId(),
                order.items().stream().flatMap(EventReader::intact).toList());
        return Stream.concat(counted(candidate, of), damaged(order, of.order()))
                .filter(found -> isAfterStart(found.position()))
                .sorted(Comparator.comparing(found -> found.position().event().orElseThrow()));
    }

    private Stream<Found> counted(Candidate candidate, Contributions.OfOrder of) {
        return candidates.counts(candidate, of.order())
                ? of.contributions().stream()
                        .filter(contribution -> candidates.belongs(candidate, contribution))
                        .map(contribution -> new Found.Counted(
                                contribution,
                                position(
                                        candidate,
                                        Position.of(contribution.step().event()))))
                : Stream.empty();
    }

    private Stream<Found> damaged(Read order, FoldedOrder folded) {
        List<ShownEvent> damaged = ShownEvent.damaged(order.items());
        return !damaged.isEmpty()
                        && asked.concern(folded, damaged)
                        && candidates.showsDamaged(order.candidate(), folded)
                ? damaged.stream().map(event -> new Found.Damaged(event, position(order.candidate(), event.position())))
                : Stream.empty();
    }

    private static ScanPosition position(Candidate candidate, Position event) {
        return new ScanPosition(candidate, Optional.of(event));
    }

    private boolean isAfterStart(ScanPosition position) {
        return start.filter(from -> from.candidate().equals(position.candidate()))
                .flatMap(ScanPosition::event)
                .map(seen -> position.event().orElseThrow().compareTo(seen) > 0)
                .orElse(true);
    }
}
