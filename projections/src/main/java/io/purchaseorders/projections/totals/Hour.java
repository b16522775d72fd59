package io.purchaseorders.projections.totals;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * An hour on the clocks of the reporting time zone. When those are set back, the hour that strikes twice is one period;
 * when they are set forward, the hour that is left out gets no events.
 */
public record Hour(LocalDateTime start) {

    public static Hour of(Instant instant, ZoneId zone) {
        return new Hour(LocalDateTime.ofInstant(instant, zone).truncatedTo(ChronoUnit.HOURS));
    }

    /** 2026-11-23T10 */
    public String notation() {
        return Granularity.HOUR.of(start);
    }
}
