package io.purchaseorders.replay.totals;

import io.purchaseorders.projections.totals.Granularity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The periods of one length in a time zone, by number: hours since 1970 on the zone's clocks, else the day on which a
 * period begins. Numbers sort as the periods do.
 */
public record Periods(ZoneId zone, Granularity granularity) {

    private static final int SECONDS_PER_HOUR = 3_600;

    /** The number of the period into which an instant falls. */
    int of(Instant instant) {
        return of(LocalDateTime.ofInstant(instant, zone).truncatedTo(ChronoUnit.HOURS));
    }

    /** The number of the period with this notation; nothing where it is none. */
    public Optional<Integer> of(String notation) {
        return granularity.start(notation).map(this::of);
    }

    /** The number of the period into which an hour on the zone's clocks falls. */
    private int of(LocalDateTime hour) {
        return switch (granularity) {
            case HOUR -> Math.toIntExact(hour.toEpochSecond(ZoneOffset.UTC) / SECONDS_PER_HOUR);
            case DAY, WEEK, MONTH, YEAR ->
                Math.toIntExact(granularity.startOf(hour, 0).toLocalDate().toEpochDay());
            case TOTAL -> 0;
        };
    }

    /** How the rows of a period are stored: the granularity's prefix and the period in its notation. */
    String stored(int number) {
        LocalDateTime start = granularity == Granularity.HOUR
                ? LocalDateTime.ofEpochSecond((long) number * SECONDS_PER_HOUR, 0, ZoneOffset.UTC)
                : LocalDate.ofEpochDay(number).atStartOfDay();
        return granularity.storedPrefix() + granularity.of(start);
    }
}
