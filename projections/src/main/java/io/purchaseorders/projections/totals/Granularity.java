package io.purchaseorders.projections.totals;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lengths of period that can be asked for, the notation of each, and what begins its stored rows' sort key. */
public enum Granularity {
    /**
     * An hour on the clocks of the reporting time zone. When those are set back, the hour that strikes twice is one
     * period; when they are set forward, the hour that is left out gets no events.
     */
    HOUR("H#", "uuuu-MM-dd'T'HH", ChronoUnit.HOURS),
    DAY("D#", "uuuu-MM-dd", ChronoUnit.DAYS),
    /** ISO 8601 weeks: Monday to Sunday, counted in the year of their Thursday. */
    WEEK("W#", "", ChronoUnit.WEEKS),
    MONTH("M#", "uuuu-MM", ChronoUnit.MONTHS),
    YEAR("Y#", "uuuu", ChronoUnit.YEARS),
    TOTAL("T#", "'TOTAL'", ChronoUnit.FOREVER);

    private static final int YEAR_DIGITS = 4;

    private static final List<Granularity> ALL = List.of(values());

    private static final LocalDateTime EXAMPLE = LocalDateTime.of(2026, 11, 23, 10, 0);

    private final String storedPrefix;
    private final DateTimeFormatter format;
    private final ChronoUnit unit;

    Granularity(String storedPrefix, String pattern, ChronoUnit unit) {
        this.storedPrefix = storedPrefix;
        this.unit = unit;
        this.format = pattern.isEmpty() ? isoWeek() : pattern(pattern);
    }

    private static DateTimeFormatter isoWeek() {
        return new DateTimeFormatterBuilder()
                .appendValue(IsoFields.WEEK_BASED_YEAR, YEAR_DIGITS)
                .appendLiteral("-W")
                .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2)
                .parseDefaulting(ChronoField.DAY_OF_WEEK, 1)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static DateTimeFormatter pattern(String pattern) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern(pattern);
        if (!pattern.contains("MM")) {
            builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
        }
        if (!pattern.contains("dd")) {
            builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
        }
        return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    /** Begins the sort key of a row of this length: {@code H#}. */
    public String storedPrefix() {
        return storedPrefix;
    }

    /** The length that a row's sort key begins with, if it does. */
    static Optional<Granularity> ofStored(String period) {
        for (Granularity granularity : ALL) {
            if (period.startsWith(granularity.storedPrefix)) {
                return Optional.of(granularity);
            }
        }
        return Optional.empty();
    }

    /** Whether periods of this length add up to periods of another: every one lies within a single one of those. */
    public boolean addsUpTo(Granularity longer) {
        return switch (this) {
            case HOUR -> true;
            case DAY -> longer != HOUR;
            case WEEK -> longer == WEEK || longer == TOTAL;
            case MONTH -> longer == MONTH || longer == YEAR || longer == TOTAL;
            case YEAR -> longer == YEAR || longer == TOTAL;
            case TOTAL -> longer == TOTAL;
        };
    }

    /** The notation of a period, as an example for whoever wrote another: 2026-W48. */
    public String example() {
        return of(EXAMPLE);
    }

    /** The notation of the period that a local time falls into. */
    public String of(LocalDateTime local) {
        return format.format(local);
    }

    /** The start of the period that a notation names, or nothing where it names none; TOTAL has no notation to ask for. */
    public Optional<LocalDateTime> start(String notation) {
        try {
            return switch (this) {
                case HOUR -> Optional.of(LocalDateTime.parse(notation, format));
                case DAY, WEEK, MONTH, YEAR ->
                    Optional.of(LocalDate.parse(notation, format).atStartOfDay());
                case TOTAL -> Optional.empty();
            };
        } catch (DateTimeException noSuchPeriod) {
            return Optional.empty();
        }
    }

    /** The start of the period that comes so many periods before the one that a local time falls into. */
    public LocalDateTime startOf(LocalDateTime local, int periodsBefore) {
        LocalDateTime start = switch (this) {
            case HOUR -> local.truncatedTo(ChronoUnit.HOURS);
            case DAY, TOTAL -> local.truncatedTo(ChronoUnit.DAYS);
            case WEEK -> local.truncatedTo(ChronoUnit.DAYS).with(ChronoField.DAY_OF_WEEK, 1);
            case MONTH -> local.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.firstDayOfMonth());
            case YEAR -> local.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.firstDayOfYear());
        };
        return this == TOTAL ? start : start.minus(periodsBefore, unit);
    }

    /** The last hour of the period that starts at a local time. */
    public LocalDateTime lastHour(LocalDateTime start) {
        return this == HOUR || this == TOTAL ? start : start.plus(1, unit).minusHours(1);
    }
}
