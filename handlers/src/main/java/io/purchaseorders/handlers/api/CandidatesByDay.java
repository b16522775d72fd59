package io.purchaseorders.handlers.api;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.handlers.api.Contributions.Contribution;
import io.purchaseorders.projections.order.OrderFold.Step;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.stores.ProjectionReader;
import io.purchaseorders.stores.ProjectionReader.Hours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds orders day by day, by id, through the orders by day: only days of the asked periods are looked at. An order comes
 * once for each day on which it has an event, and the contributions of that day belong to it there.
 *
 * @param from the first hour that is asked for
 * @param to the last one
 */
record CandidatesByDay(ProjectionReader projections, ZoneId zone, LocalDateTime from, LocalDateTime to)
        implements Candidates {

    private static final int LAST_HOUR = 23;

    /** So few days that looking at all of their orders is cheaper than at many placings. */
    private static final int FEW_DAYS = 7;

    /** No event occurred earlier, on the clocks of any zone. */
    private static final LocalDateTime EARLIEST =
            LocalDateTime.ofInstant(EventCodec.EARLIEST, ZoneOffset.UTC).minusDays(1);

    /** Beyond the day ahead to which events may be dated, on the clocks of any zone, however they are set. */
    private static final int DAYS_AHEAD = 3;

    static CandidatesByDay of(ProjectionReader projections, Contributions asked, Instant now) {
        Instant latest = asked.pointInTime().asOf().filter(now::isAfter).orElse(now);
        LocalDateTime end = LocalDateTime.ofInstant(latest, asked.zone()).plusDays(DAYS_AHEAD);
        return new CandidatesByDay(
                projections,
                asked.zone(),
                asked.range().firstHour().filter(EARLIEST::isBefore).orElse(EARLIEST),
                asked.range().lastHour().filter(end::isAfter).orElse(end));
    }

    boolean isOfFewDays() {
        return from.plusDays(FEW_DAYS).isAfter(to);
    }

    /** Whether a candidate was found by day. */
    static boolean isPlaceOf(Candidate candidate) {
        return candidate.at().length() == Granularity.DAY.example().length();
    }

    @Override
    public List<Candidate> after(Optional<Candidate> last, int most) {
        List<Candidate> found = new ArrayList<>();
        last.ifPresent(seen -> found.addAll(on(LocalDate.parse(seen.at()), seen.orderId(), most)));
        LocalDate next =
                last.map(seen -> LocalDate.parse(seen.at()).plusDays(1)).orElse(from.toLocalDate());
        while (found.size() < most) {
            Optional<LocalDate> day = projections.firstDayWithOrders(next, to.toLocalDate());
            if (day.isEmpty()) {
                break;
            }
            found.addAll(on(day.get(), "", most - found.size()));
            next = day.get().plusDays(1);
        }
        return found;
    }

    private List<Candidate> on(LocalDate day, String after, int most) {
        Hours hours = new Hours(
                day.equals(from.toLocalDate()) ? from.getHour() : 0,
                day.equals(to.toLocalDate()) ? to.getHour() : LAST_HOUR);
        return projections.ordersOn(day, hours, after, most).stream()
                .map(orderId -> new Candidate(day.toString(), orderId))
                .toList();
    }

    @Override
    public boolean counts(Candidate candidate, FoldedOrder order) {
        return true;
    }

    @Override
    public boolean belongs(Candidate candidate, Contribution contribution) {
        return Granularity.DAY.of(onTheClock(contribution.step())).equals(candidate.at());
    }

    /** With the first of the order's events that lie in the asked hours. */
    @Override
    public boolean showsDamaged(Candidate candidate, FoldedOrder order) {
        return order.steps().stream()
                .map(this::onTheClock)
                .filter(at -> !at.isBefore(from) && at.isBefore(to.plusHours(1)))
                .findFirst()
                .map(first -> Granularity.DAY.of(first).equals(candidate.at()))
                .orElse(true);
    }

    private LocalDateTime onTheClock(Step step) {
        return LocalDateTime.ofInstant(step.event().occurredAt(), zone);
    }
}
