package io.purchaseorders.handlers.api;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.order.OrderRow.Position;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventReader.ItemKey;
import io.purchaseorders.stores.EventReader.ScanPage;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The events behind the totals of one key: those of each order in canonical order, each with what its step contributes.
 * Orders come as the store walks them. Ends where there are no more, or where enough was read: see {@link #leftOff}.
 */
final class ContributionScan implements Iterator<ContributionScan.Contributed> {

    /** Histories that are read at a time: enough to hide the waiting, not enough to be throttled. */
    private static final int AT_A_TIME = 16;

    /** An event of the key, and where a trail that goes on behind it begins. */
    record Contributed(RecordedEvent recorded, Step step, String period, Measures measures, ScanPosition position) {}

    private record Read(ItemKey place, List<RecordedEvent> events) {}

    private final EventReader events;
    private final ScanQuestion question;
    private final Optional<ScanPosition> start;
    private final int most;
    private int read;
    private Optional<ScanPosition> next;
    private Iterator<Read> orders = Collections.emptyIterator();
    private Iterator<Contributed> current = Collections.emptyIterator();

    /**
     * @param start where to go on; nothing for the beginning
     * @param most events that may be read; the last stretch may exceed it
     */
    ContributionScan(EventReader events, ScanQuestion question, Optional<ScanPosition> start, int most) {
        this.events = events;
        this.question = question;
        this.start = start;
        this.most = most;
        this.next = Optional.of(start.orElse(ScanPosition.BEGINNING));
        start.filter(position -> position.event().isPresent())
                .flatMap(ScanPosition::place)
                .ifPresent(place -> this.orders = List.of(read(place)).iterator());
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext()) {
            if (orders.hasNext()) {
                Read order = orders.next();
                read += order.events().size();
                current = contributed(order).iterator();
            } else if (next.isPresent() && read < most) {
                orders = page(next.get());
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public Contributed next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    /** Where another trail can go on, if this one ended because enough was read. */
    Optional<ScanPosition> leftOff() {
        return next;
    }

    private Iterator<Read> page(ScanPosition after) {
        ScanPage page = question.page(events, after.place(), Math.max(1, most - read));
        read += page.read();
        List<ItemKey> found = page.orders().stream()
                .filter(place -> question.isOfCustomer() || !after.isDone(place.orderId()))
                .toList();
        next = page.end()
                .map(end -> ScanPosition.behind(
                        end,
                        page.orders().isEmpty()
                                ? after.done()
                                : page.orders().getLast().orderId()));
        return found.stream()
                .gather(Gatherers.mapConcurrent(AT_A_TIME, this::read))
                .iterator();
    }

    private Read read(ItemKey place) {
        return new Read(place, events.history(place.orderId()));
    }

    private Stream<Contributed> contributed(Read order) {
        String orderId = order.place().orderId();
        History history = History.of(order.events(), question::includes);
        var steps = history.steps(orderId);
        if (!question.counts(new FoldedOrder(history.fold(orderId), steps), order.place())) {
            return Stream.empty();
        }
        return IntStream.range(0, steps.size())
                .mapToObj(i -> contributed(order.place(), history.events().get(i), steps.get(i)))
                .flatMap(Optional::stream)
                .filter(event -> isBehindStart(event.position()));
    }

    private Optional<Contributed> contributed(ItemKey place, RecordedEvent recorded, Step step) {
        String period = question.periodOf(step.event().occurredAt());
        return question.range().contains(period)
                ? Projections.contribution(step, question.key().text())
                        .map(measures -> new Contributed(
                                recorded,
                                step,
                                period,
                                measures,
                                ScanPosition.within(place, Position.of(step.event()))))
                : Optional.empty();
    }

    private boolean isBehindStart(ScanPosition position) {
        return start.filter(from -> from.done().equals(position.done()))
                .flatMap(ScanPosition::event)
                .map(last -> position.event().orElseThrow().compareTo(last) > 0)
                .orElse(true);
    }
}
