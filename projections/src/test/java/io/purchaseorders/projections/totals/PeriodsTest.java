package io.purchaseorders.projections.totals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Periods by their notation, their start and their end, on the clocks of the reporting time zone. */
class PeriodsTest {

    private static final LocalDateTime LOCAL = LocalDateTime.parse("2027-01-02T10:59:59.999999999");

    @ParameterizedTest
    @CsvSource({
        // granularity, notation, start, last hour, start of the second period before
        "HOUR,  2027-01-02T10, 2027-01-02T10:00, 2027-01-02T10:00, 2027-01-02T08:00",
        "DAY,   2027-01-02,    2027-01-02T00:00, 2027-01-02T23:00, 2026-12-31T00:00",
        "WEEK,  2026-W53,      2026-12-28T00:00, 2027-01-03T23:00, 2026-12-14T00:00",
        "MONTH, 2027-01,       2027-01-01T00:00, 2027-01-31T23:00, 2026-11-01T00:00",
        "YEAR,  2027,          2027-01-01T00:00, 2027-12-31T23:00, 2025-01-01T00:00"
    })
    void a_period_has_a_notation_a_start_and_a_last_hour(
            Granularity granularity, String notation, String start, String lastHour, String twoBefore) {
        LocalDateTime begins = LocalDateTime.parse(start);
        assertThat(granularity.of(LOCAL)).isEqualTo(notation);
        assertThat(granularity.start(notation)).contains(begins);
        assertThat(granularity.startOf(LOCAL, 0)).isEqualTo(begins);
        assertThat(granularity.startOf(LOCAL, 2)).isEqualTo(LocalDateTime.parse(twoBefore));
        assertThat(granularity.lastHour(begins)).isEqualTo(LocalDateTime.parse(lastHour));
    }

    @Test
    void the_total_is_one_period_that_nobody_asks_for_by_name() {
        assertThat(Granularity.TOTAL.of(LOCAL)).isEqualTo("TOTAL");
        assertThat(Granularity.TOTAL.start("TOTAL")).isEmpty();
        assertThat(Granularity.TOTAL.startOf(LOCAL, 3)).isEqualTo(LocalDateTime.parse("2027-01-02T00:00"));
        assertThat(Granularity.TOTAL.lastHour(LOCAL)).isEqualTo(LOCAL);
    }

    @Test
    void an_example_is_a_period_of_its_granularity() {
        for (Granularity granularity : Granularity.values()) {
            if (granularity != Granularity.TOTAL) {
                assertThat(granularity.start(granularity.example()))
                        .as("%s", granularity)
                        .isPresent();
            }
        }
        assertThat(Granularity.WEEK.example()).isEqualTo("2026-W48");
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
    void shorter_periods_add_up_to_longer_ones_that_contain_them_whole() {
        LocalDateTime first = LocalDateTime.parse("2025-12-20T00:00");
        for (Granularity shorter : Granularity.values()) {
            for (Granularity longer : Granularity.values()) {
                Map<String, Set<String>> within = new HashMap<>();
                for (LocalDateTime hour = first; hour.isBefore(first.plusDays(400)); hour = hour.plusHours(1)) {
                    within.computeIfAbsent(shorter.of(hour), period -> new HashSet<>())
                            .add(longer.of(hour));
                }
                boolean whole = within.values().stream().allMatch(periods -> periods.size() == 1);
                assertThat(shorter.addsUpTo(longer))
                        .as("%s to %s", shorter, longer)
                        .isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ALL, HOUR, HOUR",
        "ALL, DAY, DAY",
        "ALL, WEEK, DAY",
        "ALL, MONTH, MONTH",
        "ALL, YEAR, MONTH",
        "ALL, TOTAL, MONTH",
        "PRODUCT#p, HOUR, HOUR",
        "PRODUCT#p, DAY, HOUR",
        "PRODUCT#p, WEEK, HOUR",
        "CUSTOMER#c, MONTH, MONTH",
        "CUSTOMER#c, YEAR, MONTH",
        "CUSTOMER#c, TOTAL, MONTH"
    })
    void a_question_is_summed_from_the_longest_stored_periods_that_add_up(
            String key, Granularity asked, Granularity stored) {
        assertThat(Projections.owning(key).orElseThrow().summedFrom(asked)).isEqualTo(stored);
    }
}
