package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleOrdersTest {

    private static final Instant FIRST = Instant.parse("2010-12-01T08:26:00Z");
    private static final Instant LAST = Instant.parse("2010-12-29T16:13:00Z");

    private static YearMonth month(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }

    @Test
    void on_any_day_the_sample_ends_in_the_last_two_weeks_and_lies_in_two_months() {
        for (Instant now = Instant.parse("2026-01-01T00:00:00Z");
                now.isBefore(Instant.parse("2030-01-01T00:00:00Z"));
                now = now.plus(Duration.ofHours(7))) {
            Duration shift = SampleOrders.shift(now);
            assertThat(shift.toDays() % 7).isZero();
            assertThat(LAST.plus(shift)).isBetween(now.minus(Duration.ofDays(14)), now);
            assertThat(month(FIRST.plus(shift)))
                    .isEqualTo(month(LAST.plus(shift)).minusMonths(1));
        }
    }

    @Test
    void every_event_is_moved_and_nothing_else_changes() throws Exception {
        Duration shift = SampleOrders.shift(Instant.parse("2026-11-30T12:00:00Z"));
        List<String> original = SampleOrders.lines(Duration.ZERO);
        List<String> moved = SampleOrders.lines(shift);
        assertThat(moved).hasSize(5_928);
        for (int i = 0; i < moved.size(); i++) {
            JsonNode before = detail(original.get(i));
            JsonNode after = detail(moved.get(i));
            assertThat(OffsetDateTime.parse(after.path("occurredAt").asText()))
                    .isEqualTo(OffsetDateTime.parse(before.path("occurredAt").asText())
                            .plus(shift));
            ((ObjectNode) after).set("occurredAt", before.path("occurredAt"));
            assertThat(after).isEqualTo(before);
        }
    }

    private static JsonNode detail(String line) throws Exception {
        return DetailJson.MAPPER.readTree(
                DetailJson.MAPPER.readTree(line).path("Detail").asText());
    }

    @Test
    void a_sample_that_is_there_keeps_its_times() {
        Instant now = Instant.parse("2026-11-30T12:00:00Z");
        Instant earlier = now.minus(Duration.ofDays(100));
        Instant placed = FIRST.plus(SampleOrders.shift(earlier));
        assertThat(SampleOrders.shift(Optional.of(placed), now))
                .isEqualTo(SampleOrders.shift(earlier))
                .isNotEqualTo(SampleOrders.shift(now));
        assertThat(SampleOrders.shift(Optional.empty(), now)).isEqualTo(SampleOrders.shift(now));
    }

    @Test
    void names_are_those_of_products_of_the_sample() {
        Map<String, String> names = SampleOrders.productNames();
        String all = String.join("\n", SampleOrders.lines(Duration.ZERO));
        assertThat(names).isNotEmpty();
        assertThat(names.keySet()).allSatisfy(sku -> assertThat(all).contains("\\\"sku\\\":\\\"" + sku + "\\\""));
    }
}
