package io.purchaseorders.projections.totals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Periods by their notation, their start and their end, on the clocks of the reporting time zone. */
class PeriodsTest {

    private static final LocalDateTime LOCAL = LocalDateTime.parse("2027-01-02T10:59:59.999999999");

    @ParameterizedTest
    @CsvSource({
        // granularity, notation, start, last day, start of the second period before
        "HOUR,  2027-01-02T10, 2027-01-02T10:00, 2027-01-02, 2027-01-02T08:00",
        "DAY,   2027-01-02,    2027-01-02T00:00, 2027-01-02, 2026-12-31T00:00",
        "WEEK,  2026-W53,      2026-12-28T00:00, 2027-01-03, 2026-12-14T00:00",
        "MONTH, 2027-01,       2027-01-01T00:00, 2027-01-31, 2026-11-01T00:00",
        "YEAR,  2027,          2027-01-01T00:00, 2027-12-31, 2025-01-01T00:00"
    })
    void a_period_has_a_notation_a_start_and_a_last_day(
            Granularity granularity, String notation, String start, String lastDay, String twoBefore) {
        LocalDateTime begins = LocalDateTime.parse(start);
        assertThat(granularity.of(LOCAL)).isEqualTo(notation);
        assertThat(granularity.start(notation)).contains(begins);
        assertThat(granularity.startOf(LOCAL, 0)).isEqualTo(begins);
        assertThat(granularity.startOf(LOCAL, 2)).isEqualTo(LocalDateTime.parse(twoBefore));
        assertThat(granularity.lastDay(begins)).isEqualTo(LocalDate.parse(lastDay));
    }

    @Test
    void the_total_is_one_period_that_nobody_asks_for_by_name() {
        assertThat(Granularity.TOTAL.of(LOCAL)).isEqualTo("TOTAL");
        assertThat(Granularity.TOTAL.start("TOTAL")).isEmpty();
        assertThat(Granularity.TOTAL.startOf(LOCAL, 3)).isEqualTo(LocalDateTime.parse("2027-01-02T00:00"));
        assertThat(Granularity.TOTAL.lastDay(LOCAL)).isEqualTo(LocalDate.parse("2027-01-02"));
    }

    @ParameterizedTest
    @CsvSource({
        "HOUR, 2027-01-02",
        "HOUR, 2027-01-02T24",
        "DAY, 2027-02-29",
        "DAY, 2027-1-2",
        "WEEK, 2027-W53",
        "WEEK, 2026-W00",
        "MONTH, 2027-13",
        "YEAR, 27"
    })
    void what_names_no_period_has_no_start(Granularity granularity, String notation) {
        assertThat(granularity.start(notation)).isEmpty();
    }

    @Test
    void an_instant_falls_into_the_hour_that_the_reporting_zones_clocks_show() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Hour hour = Hour.of(Instant.parse("2026-11-22T23:30:00Z"), berlin);
        assertThat(hour.notation()).isEqualTo("2026-11-23T00");
        // The clocks are set back at 03:00: both strikes of two are one period.
        assertThat(Hour.of(Instant.parse("2026-10-25T00:30:00Z"), berlin))
                .isEqualTo(Hour.of(Instant.parse("2026-10-25T01:30:00Z"), berlin));
    }
}
