package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.http.Parameters;
import io.purchaseorders.projections.totals.Granularity;
import java.time.Duration;
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

    /** Clocks are set back by an hour or less: what is wider than the periods costs reading, and is left out afterwards. */
    private static final Duration CLOCK_CHANGE = Duration.ofHours(1);

    private static final Instant EARLIEST = Instant.parse("0000-01-02T00:00:00Z");
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
                            : "must be a period in the notation of granularity " + granularity);
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

    /** No event of these periods occurred earlier; nothing where there is no bound. */
    Optional<Instant> begin(ZoneId zone) {
        return from.flatMap(granularity::start)
                .map(start -> start.atZone(zone).toInstant().minus(CLOCK_CHANGE))
                .filter(EARLIEST::isBefore);
    }

    /** No event of these periods occurred later; nothing where there is no bound. */
    Optional<Instant> end(ZoneId zone) {
        return to.flatMap(granularity::start)
                .map(start ->
                        granularity.startOf(start, -1).atZone(zone).toInstant().plus(CLOCK_CHANGE))
                .filter(LATEST::isAfter);
    }

    /** The first day of which rows are needed. */
    String firstDay() {
        return within(
                from.flatMap(granularity::start).map(LocalDateTime::toLocalDate).orElse(FIRST_DAY));
    }

    /** The last day of which rows are needed. */
    String lastDay() {
        return within(to.flatMap(granularity::start).map(granularity::lastDay).orElse(LAST_DAY));
    }

    /** The first and the last week of the calendar reach out of its four-digit years. */
    private static String within(LocalDate day) {
        LocalDate bounded = day.isBefore(FIRST_DAY) ? FIRST_DAY : day.isAfter(LAST_DAY) ? LAST_DAY : day;
        return bounded.toString();
    }
}
