package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.projections.totals.Granularity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which periods are asked for, inclusively. Without {@code from}, the 31 periods that end with {@code to}; without either,
 * those that end with the present one, and the later ones, which hold only events that were announced ahead.
 *
 * @param from the first one; nothing where there is no bound
 * @param to the last one; nothing where there is no bound
 */
record PeriodRange(Granularity granularity, Optional<String> from, Optional<String> to) {

    /** A month of days. */
    static final int DEFAULT_PERIODS = 31;

    private static final LocalDate FIRST_DAY = LocalDate.of(0, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    /** Beyond this, a zone may take an instant out of the calendar's four-digit years. */
    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

    /** The one period that is asked for; TOTAL may name itself. */
    static PeriodRange one(Parameters parameters, Granularity granularity) {
        Optional<String> text = parameters.text("period");
        if (granularity == Granularity.TOTAL) {
            text.filter(notation -> !notation.equals(granularity.name()))
                    .ifPresent(other -> parameters.fault("period", "is TOTAL or absent for granularity TOTAL"));
            return new PeriodRange(granularity, Optional.empty(), Optional.empty());
        }
        if (text.isEmpty()) {
            parameters.required("period");
        }
        Optional<String> period = period(parameters, "period", granularity);
        return new PeriodRange(granularity, period, period);
    }

    /** @param now on the clocks of the reporting time zone */
    static PeriodRange read(Parameters parameters, Granularity granularity, LocalDateTime now) {
        Optional<String> from = period(parameters, "from", granularity);
        Optional<String> to = period(parameters, "to", granularity);
        parameters.ordered(from, to);
        if (granularity == Granularity.TOTAL || from.isPresent()) {
            return new PeriodRange(granularity, from, to);
        }
        LocalDateTime last = to.flatMap(granularity::start).orElse(now);
        LocalDateTime first = granularity.startOf(last, DEFAULT_PERIODS - 1);
        return new PeriodRange(
                granularity,
                first.toLocalDate().isBefore(FIRST_DAY) ? Optional.empty() : Optional.of(granularity.of(first)),
                to);
    }

    private static Optional<String> period(Parameters parameters, String name, Granularity granularity) {
        Optional<String> text = parameters.text(name);
        Optional<String> period = text.filter(notation -> isPeriod(notation, granularity));
        if (text.isPresent() && period.isEmpty()) {
            parameters.fault(
                    name,
                    granularity == Granularity.TOTAL
                            ? "is not for granularity TOTAL"
                            : "must be a period in the notation of granularity " + granularity + ", such as "
                                    + granularity.example());
        }
        return period;
    }

    /** The formats also read signed years, which no notation has. */
    private static boolean isPeriod(String notation, Granularity granularity) {
        return !notation.isEmpty()
                && Character.isDigit(notation.charAt(0))
                && granularity
                        .start(notation)
                        .map(start -> granularity.of(start).equals(notation))
                        .orElse(false);
    }

    /** What is left of it behind a period that was answered already. */
    PeriodRange after(String period) {
        Optional<String> next = granularity
                .start(period)
                .map(start -> granularity.startOf(start, -1))
                .map(granularity::of);
        return new PeriodRange(granularity, next, to);
    }

    /** Notations of one granularity sort as their periods do. */
    boolean contains(String period) {
        return from.map(first -> first.compareTo(period) <= 0).orElse(true)
                && to.map(last -> period.compareTo(last) <= 0).orElse(true);
    }

    /**
     * No event of these periods occurred later, by the zone's own rules: how far its clocks are set is not ours to assume.
     * Nothing where there is no bound.
     */
    Optional<Instant> end(ZoneId zone) {
        return to.flatMap(granularity::start)
                .map(start -> granularity.startOf(start, -1))
                .map(after -> after.atZone(zone).withLaterOffsetAtOverlap().toInstant())
                .filter(LATEST::isAfter);
    }

    /** The first hour of the periods; nothing where there is no bound. */
    Optional<LocalDateTime> firstHour() {
        return from.flatMap(granularity::start);
    }

    /** The last hour of the periods; nothing where there is no bound. */
    Optional<LocalDateTime> lastHour() {
        return to.flatMap(granularity::start).map(granularity::lastHour);
    }

    /** The first stored period that is needed, in its notation; nothing where there is no bound. */
    Optional<String> first(Granularity stored) {
        return firstHour()
                .filter(start -> !start.toLocalDate().isBefore(FIRST_DAY))
                .map(stored::of);
    }

    /** The last stored period that is needed, in its notation; nothing where there is no bound. */
    Optional<String> last(Granularity stored) {
        return lastHour().filter(end -> !end.toLocalDate().isAfter(LAST_DAY)).map(stored::of);
    }
}
