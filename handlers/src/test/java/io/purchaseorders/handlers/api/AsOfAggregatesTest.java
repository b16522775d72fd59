package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.api.Numbers.At;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What totals looked like at a moment, of business time, of system time or of both. */
@NullMarked
class AsOfAggregatesTest {

    /** Which cuts are drawn: {@code -Dcuts.first=17 -Dcuts=1} draws the one that failed again. */
    private static final long FIRST = Long.getLong("cuts.first", 0);

    private static final long CUTS = Long.getLong("cuts", 1_000);

    private final ApiFixture fixture = new ApiFixture();

    private static OrderPlaced placed(String orderId, String at) {
        return new OrderPlaced(
                new Header("e", orderId, Instant.parse(at)), "c", "EUR", Samples.content(Samples.line("s", "1", "10")));
    }

    @Test
    void every_cut_equals_a_fold_of_the_events_that_had_occurred_and_were_recorded_by_then() {
        for (long seed = FIRST; seed < FIRST + CUTS; seed++) {
            Random random = new Random(seed);
            List<RecordedEvent> stored = new RandomHistories(seed).recorded(1 + random.nextInt(6), 6);
            ApiFixture cut = new ApiFixture();
            cut.store(stored);
            List<String> query = new ArrayList<>();
            int kind = random.nextInt(3);
            // Moments of events themselves, for the bounds are inclusive, and moments between.
            Instant asOf = stored.get(random.nextInt(stored.size())).event().occurredAt();
            Instant knownAt =
                    stored.get(random.nextInt(stored.size())).recordedAt().minusNanos(random.nextInt(2));
            if (kind != 1) {
                query.addAll(List.of("asOf", asOf.toString()));
            }
            if (kind != 0) {
                query.addAll(List.of("knownAt", knownAt.toString()));
            }
            List<RecordedEvent> prefix = stored.stream()
                    .filter(event -> kind == 1 || !event.event().occurredAt().isAfter(asOf))
                    .filter(event -> kind == 0 || !event.recordedAt().isAfter(knownAt))
                    .toList();
            compare(cut, seed, random, query, Numbers.independently(prefix));
        }
    }

    private static void compare(
            ApiFixture cut, long seed, Random random, List<String> query, Map<At, Measures> expected) {
        List<String> keys =
                List.of("ALL", "CUSTOMER#customer-" + random.nextInt(3), "PRODUCT#sku-" + random.nextInt(4));
        String key = keys.get(random.nextInt(3));
        Granularity granularity = List.of(Granularity.values()).get(random.nextInt(Granularity.values().length));
        List<String> all = new ArrayList<>(query);
        all.addAll(List.of("granularity", granularity.name()));
        if (granularity != Granularity.TOTAL) {
            all.addAll(List.of("from", granularity.of(java.time.LocalDateTime.parse("2026-01-01T00:00"))));
        }
        Map<String, Map<String, String>> answered =
                cut.all("AggregateList", Numbers.path(key), 2, all.toArray(String[]::new)).stream()
                        .collect(Collectors.toMap(item -> item.path("period").asText(), Numbers::flat));
        Map<String, Map<String, String>> wanted = new TreeMap<>();
        expected.forEach((at, measures) -> {
            if (at.key().equals(key) && at.granularity() == granularity) {
                wanted.put(at.period(), Numbers.shown(measures));
            }
        });
        assertThat(answered)
                .as("-Dcuts=1 -Dcuts.first=%d: %s %s", seed, key, all)
                .isEqualTo(wanted);
    }

    @Test
    void a_cut_that_leaves_nothing_out_answers_what_the_rows_do_but_for_what_is_set_aside() {
        for (long seed = 0; seed < 50; seed++) {
            ApiFixture random = new ApiFixture();
            random.store(new RandomHistories(seed).recorded(6, 6));
            for (String key : List.of("ALL", "CUSTOMER#customer-1", "PRODUCT#sku-1")) {
                assertThat(items(random, key, "knownAt", "2027-01-01T00:00:00Z", "from", "2026-01-01"))
                        .as("seed %d", seed)
                        .isEqualTo(items(random, key, "from", "2026-01-01"));
            }
        }
    }

    private static List<JsonNode> items(ApiFixture fixture, String key, String... query) {
        List<JsonNode> items = new ArrayList<>();
        fixture.ok("AggregateList", Numbers.path(key), query).path("items").forEach(items::add);
        return items;
    }

    @Test
    void the_default_range_ends_with_the_earliest_of_the_moments() {
        fixture.store(placed("o1", "2026-03-01T10:00:00Z"), placed("o2", "2026-03-20T10:00:00Z"));
        assertThat(fixture.ok("AggregateList", "/aggregations/ALL", "asOf", "2026-03-31T12:00:00Z")
                        .path("items")
                        .findValuesAsText("period"))
                .containsExactly("2026-03-01", "2026-03-20");
        assertThat(fixture.ok("AggregateList", "/aggregations/ALL", "asOf", "2026-04-10T12:00:00Z")
                        .path("items")
                        .findValuesAsText("period"))
                .containsExactly("2026-03-20");
    }

    @Test
    void an_answer_as_of_a_moment_is_as_fresh_as_the_projections_that_lead_to_its_orders() {
        fixture.totals.register("shard", Optional.of(ApiFixture.NOW.minusSeconds(90)));
        assertThat(freshness("ALL", "asOf", "2026-11-01T00:00:00Z"))
                .isEqualTo("{\"asOf\":\"2026-11-23T11:58:25Z\",\"lagMillis\":0}");
        assertThat(freshness("ALL", "knownAt", "2026-11-01T00:00:00Z"))
                .isEqualTo("{\"asOf\":\"2026-11-01T00:00:00Z\",\"lagMillis\":0}");
        assertThat(freshness("CUSTOMER#c", "knownAt", "2026-11-23T12:00:00Z"))
                .isEqualTo("{\"asOf\":\"2026-11-23T11:58:25Z\",\"lagMillis\":0}");
    }

    @Test
    void the_orders_of_a_few_days_of_a_customer_with_many_are_found_by_day_as_exactly() {
        for (int i = 0; i < 700; i++) {
            fixture.store(placed("o" + i, i % 10 == 0 ? "2026-11-02T10:00:00Z" : "2026-10-01T10:00:00Z"));
        }
        for (String granularity : List.of("DAY", "MONTH")) {
            assertThat(fixture.ok(
                                    "AggregateList",
                                    "/aggregations/CUSTOMER%23c",
                                    "granularity",
                                    granularity,
                                    "from",
                                    granularity.equals("DAY") ? "2026-11-01" : "2026-11",
                                    "to",
                                    granularity.equals("DAY") ? "2026-11-03" : "2026-11",
                                    "asOf",
                                    "2026-11-04T00:00:00Z")
                            .at("/items/0/orders/placed")
                            .asInt())
                    .isEqualTo(70);
        }
        assertThat(fixture.all("ContributionList", "/aggregations/CUSTOMER%23c/explain", 30, "period", "2026-11-02"))
                .hasSize(70)
                .doesNotHaveDuplicates();
    }

    @Test
    void history_needs_the_scope_of_auditors() {
        for (String moment : List.of("asOf", "knownAt")) {
            assertThat(fixture.call(ApiFixture.request(
                                    "GET", "/aggregations/ALL", "orders/read", moment, "2026-11-01T00:00:00Z"))
                            .getStatusCode())
                    .isEqualTo(403);
            assertThat(fixture.call(ApiFixture.request("GET", "/aggregations/ALL", "orders/read", moment, "x"))
                            .getStatusCode())
                    .isEqualTo(403);
        }
        assertThat(fixture.call(ApiFixture.request("GET", "/aggregations/ALL", "orders/read"))
                        .getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void clocks_that_are_set_back_by_two_hours_lose_no_event() {
        ApiFixture troll = new ApiFixture(ZoneId.of("Antarctica/Troll"));
        for (String hour : List.of(
                "2026-10-24T23:30:00Z",
                "2026-10-25T00:30:00Z",
                "2026-10-25T01:30:00Z",
                "2026-10-25T02:30:00Z",
                "2026-10-25T03:30:00Z")) {
            troll.store(placed("at" + hour.replace(":", ""), hour));
        }
        for (String key : List.of("ALL", "CUSTOMER#c", "PRODUCT#s")) {
            for (Granularity granularity : List.of(Granularity.HOUR, Granularity.DAY)) {
                assertThat(items(
                                troll,
                                key,
                                "granularity",
                                granularity.name(),
                                "from",
                                granularity == Granularity.HOUR ? "2026-10-24T00" : "2026-10-24",
                                "asOf",
                                "2026-11-01T00:00:00Z"))
                        .as("%s %s", key, granularity)
                        .isEqualTo(items(
                                troll,
                                key,
                                "granularity",
                                granularity.name(),
                                "from",
                                granularity == Granularity.HOUR ? "2026-10-24T00" : "2026-10-24"));
            }
        }
    }

    private String freshness(String key, String... query) {
        return fixture.ok("AggregateList", Numbers.path(key), query)
                .path("freshness")
                .toString();
    }

    @Test
    void more_events_than_one_answer_reads_are_a_400_that_names_each_moment() {
        int eventsAnOrder = 1_000;
        for (int order = 0; order <= AsOfSums.MOST_EVENTS / eventsAnOrder; order++) {
            for (int event = 0; event < eventsAnOrder; event++) {
                RecordedEvent confirmed = Samples.recorded(
                        new OrderConfirmed(new Header("e" + event, "o" + order, Instant.parse("2026-03-01T10:00:00Z"))),
                        ApiFixture.NOW);
                if (event == 0) {
                    fixture.append(confirmed);
                } else {
                    fixture.events.append(confirmed);
                }
            }
        }
        assertThat(fixture.faulty("/aggregations/ALL", "from", "2026-03-01", "asOf", "2026-04-01T00:00:00Z"))
                .containsExactly("asOf");
        assertThat(fixture.get("/aggregations/ALL", "asOf", "2026-04-01T00:00:00Z")
                        .getStatusCode())
                .as("no other day costs anything")
                .isEqualTo(200);
        String now = ApiFixture.NOW.toString();
        assertThat(fixture.faulty("/aggregations/PRODUCT%23s", "granularity", "TOTAL", "asOf", now, "knownAt", now))
                .containsExactly("asOf", "knownAt");
        assertThat(fixture.get("/aggregations/CUSTOMER%23c", "knownAt", now).getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void what_is_left_out_because_it_was_altered_is_counted_and_the_first_hundred_are_named() {
        String[] march = {"from", "2026-03-01", "to", "2026-03-31", "asOf", "2026-04-01T00:00:00Z"};
        RecordedEvent kept = Samples.recorded(placed("kept", "2026-03-01T10:00:00Z"), ApiFixture.NOW);
        fixture.store(List.of(kept));
        JsonNode whole = fixture.ok("AggregateList", "/aggregations/ALL", march);
        assertThat(whole.has("leftOut")).isFalse();
        assertThat(fixture.get("/aggregations/ALL", march).getHeaders()).doesNotContainKey("Orders-Left-Out");
        List<RecordedEvent> altered = new ArrayList<>();
        for (int order = 0; order < 60; order++) {
            for (String id : List.of("a", "b")) {
                altered.add(Samples.recorded(
                        new OrderConfirmed(new Header(id, "o" + order, Instant.parse("2026-03-02T10:00:00Z"))),
                        ApiFixture.NOW));
            }
        }
        fixture.store(altered);
        altered.forEach(event -> fixture.events.alter(event, "its authentication code is not that of its content"));
        JsonNode left = fixture.ok("AggregateList", "/aggregations/ALL", march);
        assertThat(left.path("items")).isEqualTo(whole.path("items"));
        assertThat(left.at("/leftOut/orders").asInt()).isEqualTo(60);
        assertThat(left.at("/leftOut/events").asInt()).isEqualTo(120);
        assertThat(left.at("/leftOut/damaged")).hasSize(LeftOut.MOST_NAMED);
        assertThat(left.at("/leftOut/damaged/1").toString())
                .isEqualTo("{\"eventId\":\"b\",\"orderId\":\"o0\",\"altered\":\"its authentication code is not that of"
                        + " its content\"}");
        assertThat(fixture.call(ApiFixture.request("GET", "/aggregations/ALL", "orders/audit", march)
                                .withHeaders(Map.of("Accept", "text/csv")))
                        .getHeaders())
                .containsEntry("Orders-Left-Out", "120");
        assertThat(fixture.ok("AggregateList", "/aggregations/ALL", "from", "2026-03-01", "to", "2026-03-31")
                        .has("leftOut"))
                .as("what is read from rows is not folded")
                .isFalse();
    }

    @Test
    void moments_are_checked_and_a_cursor_is_of_them() {
        assertThat(fixture.faulty("/aggregations/ALL", "asOf", "2026-04-01", "knownAt", ""))
                .containsExactly("asOf", "knownAt");
        fixture.store(placed("o1", "2026-03-01T10:00:00Z"), placed("o2", "2026-03-20T10:00:00Z"));
        String cursor = fixture.ok("AggregateList", "/aggregations/ALL", "asOf", "2026-03-31T12:00:00Z", "limit", "1")
                .path("nextCursor")
                .asText();
        assertThat(fixture.faulty("/aggregations/ALL", "cursor", cursor)).containsExactly("cursor");
        assertThat(fixture.ok("AggregateList", "/aggregations/ALL", "asOf", "2026-03-31T12:00:00Z", "cursor", cursor)
                        .path("items")
                        .findValuesAsText("period"))
                .containsExactly("2026-03-20");
    }
}
