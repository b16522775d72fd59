package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderCancelled;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.api.Numbers.At;
import io.purchaseorders.projections.batch.RecordCounts;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.stores.Checkpoint;
import io.purchaseorders.stores.ShardRow;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class AggregateAnswersTest {

    private final ApiFixture fixture = new ApiFixture();

    private static OrderPlaced placed(String orderId, String at) {
        return new OrderPlaced(
                new Header("e", orderId, Instant.parse(at)),
                "c",
                "EUR",
                Samples.content(Samples.line("s", "1.5", "10")));
    }

    private List<String> periods(String... query) {
        return fixture.ok("AggregateList", "/aggregations/ALL", query)
                .path("items")
                .findValuesAsText("period");
    }

    @Test
    void every_granularity_answers_what_an_independent_sum_does() {
        for (long seed = 0; seed < 40; seed++) {
            ApiFixture random = new ApiFixture();
            List<RecordedEvent> stored = new RandomHistories(seed).recorded(6, 6);
            random.store(stored);
            Map<At, Measures> expected = Numbers.independently(stored);
            Map<At, JsonNode> answered = new HashMap<>();
            for (String key : expected.keySet().stream().map(At::key).collect(Collectors.toSet())) {
                for (Granularity granularity : Granularity.values()) {
                    random.all("AggregateList", Numbers.path(key), 2, everything(granularity))
                            .forEach(item -> answered.put(
                                    new At(key, granularity, item.path("period").asText()), item));
                }
            }
            assertThat(answered.keySet()).isEqualTo(expected.keySet());
            answered.forEach((at, item) -> assertThat(Numbers.flat(item))
                    .as(at.toString())
                    .isEqualTo(Numbers.shown(expected.getOrDefault(at, Measures.ZERO))));
        }
    }

    private static String[] everything(Granularity granularity) {
        return granularity == Granularity.TOTAL
                ? new String[] {"granularity", "TOTAL"}
                : new String[] {
                    "granularity", granularity.name(), "from", granularity.of(LocalDateTime.parse("2026-01-01T00:00"))
                };
    }

    @Test
    void an_item_shows_every_measure_zero_or_not() {
        fixture.store(
                placed("o", "2026-11-22T22:59:59Z"),
                new OrderCancelled(new Header("f", "o", Instant.parse("2026-11-22T23:00:00Z")), Optional.empty()));
        assertThat(fixture.ok("AggregateList", "/aggregations/CUSTOMER%23c").toString())
                .isEqualTo("{\"aggregationKey\":\"CUSTOMER#c\",\"granularity\":\"DAY\",\"timeZone\":\"Europe/Berlin\","
                        + "\"freshness\":{\"asOf\":null,\"lagMillis\":0},\"items\":["
                        + "{\"period\":\"2026-11-22\",\"orders\":{\"placed\":1,\"confirmed\":0,\"shipped\":0,\"delivered\":0,"
                        + "\"cancelled\":0,\"returned\":0,\"amended\":0},\"units\":{\"ordered\":\"1.5\",\"cancelled\":\"0\","
                        + "\"returned\":\"0\"},\"amounts\":{\"EUR\":{\"gross\":\"15\",\"cancelled\":\"0\",\"returned\":\"0\",\"shipping\":\"0\",\"tax\":\"0\","
                        + "\"net\":\"15\"}},\"anomalies\":0},"
                        + "{\"period\":\"2026-11-23\",\"orders\":{\"placed\":0,\"confirmed\":0,\"shipped\":0,\"delivered\":0,"
                        + "\"cancelled\":1,\"returned\":0,\"amended\":0},\"units\":{\"ordered\":\"0\",\"cancelled\":\"1.5\","
                        + "\"returned\":\"0\"},\"amounts\":{\"EUR\":{\"gross\":\"0\",\"cancelled\":\"15\",\"returned\":\"0\",\"shipping\":\"0\",\"tax\":\"0\","
                        + "\"net\":\"-15\"}},\"anomalies\":0}],\"nextCursor\":null}");
    }

    @Test
    void the_default_is_the_last_31_periods_and_what_was_announced_ahead() {
        fixture.store(
                placed("o1", "2026-10-23T10:00:00Z"),
                placed("o2", "2026-10-24T10:00:00Z"),
                placed("o3", "2026-11-23T10:00:00Z"),
                placed("o4", "2026-11-24T10:00:00Z"));
        assertThat(periods()).containsExactly("2026-10-24", "2026-11-23", "2026-11-24");
        assertThat(periods("to", "2026-11-22")).containsExactly("2026-10-23", "2026-10-24");
        assertThat(periods("to", "2026-11-23")).containsExactly("2026-10-24", "2026-11-23");
        assertThat(periods("from", "2026-11-23")).containsExactly("2026-11-23", "2026-11-24");
        assertThat(periods("granularity", "HOUR")).containsExactly("2026-11-23T11", "2026-11-24T11");
        assertThat(periods("granularity", "HOUR", "from", "2026-10-24T12", "to", "2026-11-23T11"))
                .containsExactly("2026-10-24T12", "2026-11-23T11");
        assertThat(periods("granularity", "TOTAL")).containsExactly("TOTAL");
        assertThat(fixture.ok("AggregateList", "/aggregations/PRODUCT%23unknown")
                        .path("items"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "YEAR, 0000, 9999",
        "MONTH, 0000-01, 9999-12",
        "WEEK, 0000-W01, 9999-W52",
        "DAY, 0000-01-01, 9999-12-31",
        "HOUR, 0000-01-01T00, 9999-12-31T23",
    })
    void the_ends_of_the_calendar_are_bounds_like_others(String granularity, String first, String last) {
        fixture.store(placed("o", "2026-10-23T10:00:00Z"));
        assertThat(periods("granularity", granularity, "from", first, "to", last))
                .hasSize(1);
        assertThat(periods("granularity", granularity, "to", first)).isEmpty();
        assertThat(periods("granularity", granularity, "from", last)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 2026-02-30",
        "DAY, 2026-11",
        "DAY, 20261123",
        "DAY, +2026-11-23",
        "DAY, -2026-11-23",
        "DAY, ''",
        "HOUR, 2026-11-23T24",
        "HOUR, 2026-11-23",
        "HOUR, 2026-11-23T1",
        "WEEK, 2026-W54",
        "WEEK, 2025-W53",
        "WEEK, 2026-48",
        "MONTH, 2026-13",
        "YEAR, 26",
        "YEAR, 12026",
        "YEAR, TOTAL",
        "TOTAL, TOTAL",
        "TOTAL, 2026",
    })
    void a_period_in_another_notation_is_a_400(String granularity, String period) {
        assertThat(fixture.faulty("/aggregations/ALL", "granularity", granularity, "from", period))
                .containsExactly("from");
        assertThat(fixture.faulty("/aggregations/ALL", "granularity", granularity, "to", period))
                .containsExactly("to");
    }

    @Test
    void bounds_keys_and_granularities_are_checked() {
        assertThat(fixture.faulty("/aggregations/ALL", "from", "2026-11-02", "to", "2026-11-01"))
                .containsExactly("from");
        assertThat(fixture.faulty("/aggregations/ALL", "granularity", "day")).containsExactly("granularity");
        for (String key :
                List.of("all", "CUSTOMER", "CUSTOMER%23", "PRODUCT%23a%23b", "ORDER%23o", "PRODUCT%23%0A", "A")) {
            assertThat(fixture.faulty("/aggregations/" + key)).containsExactly("aggregationKey");
        }
        assertThat(fixture.faulty("/aggregations/PRODUCT%23" + "a".repeat(65))).containsExactly("aggregationKey");
    }

    @Test
    void a_cursor_is_of_its_key_granularity_and_bounds() {
        fixture.store(placed("o1", "2026-11-20T10:00:00Z"), placed("o2", "2026-11-21T10:00:00Z"));
        String cursor = fixture.ok("AggregateList", "/aggregations/ALL", "limit", "1")
                .path("nextCursor")
                .asText();
        assertThat(periods("cursor", cursor, "granularity", "DAY")).containsExactly("2026-11-21");
        assertThat(fixture.faulty("/aggregations/ALL", "cursor", cursor, "granularity", "WEEK"))
                .containsExactly("cursor");
        assertThat(fixture.faulty("/aggregations/ALL", "cursor", cursor, "to", "2026-11-21"))
                .containsExactly("cursor");
        assertThat(fixture.faulty("/aggregations/PRODUCT%23s", "cursor", cursor))
                .containsExactly("cursor");
    }

    @Test
    void freshness_is_that_of_the_slowest_open_shard_less_what_an_insert_may_take() {
        Instant now = ApiFixture.NOW;
        assertThat(freshness()).isEqualTo("{\"asOf\":null,\"lagMillis\":0}");
        reached("a", now.minusSeconds(90));
        reached("b", now.minusSeconds(60));
        reached("c", now.minusSeconds(6));
        fixture.totals.close(Set.of("a"));
        assertThat(freshness()).isEqualTo("{\"asOf\":\"2026-11-23T11:58:55Z\",\"lagMillis\":0}");
        fixture.totals.close(Set.of("b"));
        assertThat(freshness()).isEqualTo("{\"asOf\":\"2026-11-23T11:59:49Z\",\"lagMillis\":0}");
        reached("c", now.plusSeconds(6));
        assertThat(freshness()).isEqualTo("{\"asOf\":\"2026-11-23T12:00:01Z\",\"lagMillis\":0}");
    }

    @Test
    void freshness_moves_on_to_the_end_of_the_last_window() {
        Instant now = ApiFixture.NOW;
        reached("a", now.minusSeconds(90));
        fixture.totals.checkpoint(new Checkpoint(
                "a",
                now.minusSeconds(120),
                now.minusSeconds(60),
                false,
                Optional.empty(),
                Optional.empty(),
                RecordCounts.NONE,
                new Checkpoint.Seen(0, 0, 0, 0)));
        assertThat(freshness()).isEqualTo("{\"asOf\":\"2026-11-23T11:58:55Z\",\"lagMillis\":0}");
    }

    @Test
    void freshness_claims_nothing_of_a_shard_that_was_never_read_beyond_what_its_parent_says() {
        Instant now = ApiFixture.NOW;
        reached("a", now.minusSeconds(90));
        reached("b", now.minusSeconds(6));
        fixture.totals.register("c", Optional.of(now.minusSeconds(90)));
        fixture.totals.close(Set.of("a"));
        assertThat(freshness()).isEqualTo("{\"asOf\":\"2026-11-23T11:58:25Z\",\"lagMillis\":0}");
        fixture.totals.register("d", Optional.empty());
        assertThat(freshness()).isEqualTo("{\"asOf\":null,\"lagMillis\":0}");
    }

    private void reached(String shard, Instant recordedThrough) {
        Optional<SequenceNumber> from =
                fixture.totals.register(shard, Optional.empty()).appliedThrough();
        fixture.totals.complete(
                shard,
                from,
                new ShardRow.Batch(
                        SequenceNumber.of("1"),
                        SequenceNumber.of(from.isPresent() ? "2" : "1"),
                        Optional.of(recordedThrough),
                        RecordCounts.APPLIED));
    }

    private String freshness() {
        return fixture.ok("AggregateList", "/aggregations/ALL")
                .path("freshness")
                .toString();
    }
}
