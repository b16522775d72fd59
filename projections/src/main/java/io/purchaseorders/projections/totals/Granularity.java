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
import java.util.Locale;
import java.util.Optional;

/** The lengths of period that can be asked for, and the notation of each. */
public enum Granularity {
    HOUR("uuuu-MM-dd'T'HH", ChronoUnit.HOURS),
    DAY("uuuu-MM-dd", ChronoUnit.DAYS),
    /** ISO 8601 weeks: Monday to Sunday, counted in the year of their Thursday. */
    WEEK("", ChronoUnit.WEEKS),
    MONTH("uuuu-MM", ChronoUnit.MONTHS),
    YEAR("uuuu", ChronoUnit.YEARS),
    TOTAL("'TOTAL'", ChronoUnit.FOREVER);

    private static final int YEAR_DIGITS = 4;

    private final DateTimeFormatter format;
    private final ChronoUnit unit;

    Granularity(String pattern, ChronoUnit unit) {
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

    /** The last day of the period that starts at a local time. */
    public LocalDate lastDay(LocalDateTime start) {
        return switch (this) {
            case HOUR, TOTAL -> start.toLocalDate();
            case DAY, WEEK, MONTH, YEAR -> start.plus(1, unit).minusDays(1).toLocalDate();
        };
    }
}
