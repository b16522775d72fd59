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
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ExplainAnswersTest {

    private static final String EXPLAIN_PRODUCT = "/aggregations/PRODUCT%23s/explain";
    private static final String EXPLAIN_ALL = "/aggregations/ALL/explain";

    private final ApiFixture fixture = new ApiFixture();

    private static OrderPlaced placed(String orderId, String at) {
        return new OrderPlaced(
                new Header("e", orderId, Instant.parse(at)),
                "c",
                "EUR",
                Samples.content(Samples.line("s", "1.5", "10")));
    }

    private static List<JsonNode> explained(ApiFixture fixture, At at, int limit, String... more) {
        List<String> query =
                new ArrayList<>(List.of("granularity", at.granularity().name(), "period", at.period()));
        query.addAll(List.of(more));
        return fixture.all(
                "ContributionList", Numbers.path(at.key()) + "/explain", limit, query.toArray(String[]::new));
    }

    /** Late events, twins, conflicts, anomalies, cancellations and amendments that take away: whatever a seed brings. */
    @Test
    void contributions_add_up_exactly_to_the_aggregate_of_every_key_and_period() {
        int numbers = 0;
        for (long seed = 0; seed < 30; seed++) {
            ApiFixture random = new ApiFixture();
            List<RecordedEvent> stored = new RandomHistories(seed).recorded(6, 8);
            random.store(stored);
            Map<At, Measures> expected = Numbers.independently(stored);
            for (At at : expected.keySet()) {
                JsonNode aggregate = aggregate(random, at);
                List<JsonNode> items = explained(random, at, 1 + (int) (seed % 4));
                String which = "seed " + seed + ", " + at;
                assertThat(items.stream()
                                .map(item -> item.path("orderId").asText() + " "
                                        + item.path("eventId").asText()))
                        .as(which)
                        .doesNotHaveDuplicates();
                List<JsonNode> contributions =
                        items.stream().map(item -> item.path("contribution")).toList();
                assertThat(Numbers.plain(Numbers.sum(contributions)))
                        .as(which)
                        .isEqualTo(Numbers.flat(aggregate))
                        .isEqualTo(Numbers.shown(expected.getOrDefault(at, Measures.ZERO)));
                assertThat(Numbers.sum(contributions).keySet())
                        .as("the very members of the aggregate: " + which)
                        .isEqualTo(Numbers.sum(List.of(aggregate)).keySet());
                numbers++;
            }
        }
        assertThat(numbers).isGreaterThan(1_500);
    }

    private static JsonNode aggregate(ApiFixture fixture, At at) {
        JsonNode items = at.granularity() == Granularity.TOTAL
                ? fixture.ok("AggregateList", Numbers.path(at.key()), "granularity", "TOTAL")
                        .path("items")
                : fixture.ok(
                                "AggregateList",
                                Numbers.path(at.key()),
                                "granularity",
                                at.granularity().name(),
                                "from",
                                at.period(),
                                "to",
                                at.period())
                        .path("items");
        assertThat(items).as(at.toString()).hasSize(1);
        return items.get(0);
    }

    @Test
    void an_item_tells_which_event_it_is_and_what_it_contributes() {
        fixture.store(
                new OrderConfirmed(new Header("early", "o", Instant.parse("2026-11-22T09:00:00Z"))),
                placed("o", "2026-11-22T10:00:00Z"));
        assertThat(fixture.ok("ContributionList", EXPLAIN_ALL, "period", "2026-11-22")
                        .toString())
                .isEqualTo(
                        "{\"aggregationKey\":\"ALL\",\"granularity\":\"DAY\",\"period\":\"2026-11-22\","
                                + "\"timeZone\":\"Europe/Berlin\",\"items\":["
                                + "{\"orderId\":\"o\",\"eventId\":\"early\",\"type\":\"OrderConfirmed\","
                                + "\"occurredAt\":\"2026-11-22T09:00:00Z\",\"recordedAt\":\"2026-11-23T12:00:00Z\","
                                + "\"anomaly\":\"OrderConfirmed is not allowed while the order is NONE\",\"contribution\":"
                                + "{\"orders\":{\"placed\":0,\"confirmed\":0,\"shipped\":0,\"delivered\":0,\"cancelled\":0,"
                                + "\"returned\":0,\"amended\":0},\"units\":{\"ordered\":\"0\",\"cancelled\":\"0\","
                                + "\"returned\":\"0\"},\"amounts\":{},\"anomalies\":1}},"
                                + "{\"orderId\":\"o\",\"eventId\":\"e\",\"type\":\"OrderPlaced\","
                                + "\"occurredAt\":\"2026-11-22T10:00:00Z\",\"recordedAt\":\"2026-11-23T12:00:01Z\","
                                + "\"anomaly\":null,\"contribution\":{\"orders\":{\"placed\":1,\"confirmed\":0,\"shipped\":0,"
                                + "\"delivered\":0,\"cancelled\":0,\"returned\":0,\"amended\":0},\"units\":{\"ordered\":\"1.5\","
                                + "\"cancelled\":\"0\",\"returned\":\"0\"},\"amounts\":{\"EUR\":{\"gross\":\"15\","
                                + "\"cancelled\":\"0\",\"returned\":\"0\",\"shipping\":\"0\",\"tax\":\"0\",\"net\":\"15\"}},\"anomalies\":0}}],\"nextCursor\":null}");
    }

    @Test
    void as_of_and_known_at_explain_the_aggregate_of_the_same_moments() {
        for (long seed = 0; seed < 40; seed++) {
            ApiFixture random = new ApiFixture();
            List<RecordedEvent> stored = new RandomHistories(seed).recorded(6, 6);
            random.store(stored);
            Instant knownAt = stored.get(stored.size() / 2).recordedAt();
            Instant asOf = stored.get(stored.size() / 3).event().occurredAt();
            for (String key : List.of("ALL", "CUSTOMER#customer-0", "PRODUCT#sku-0")) {
                String[] moments = {"knownAt", knownAt.toString(), "asOf", asOf.toString()};
                List<JsonNode> contributions =
                        explained(random, new At(key, Granularity.TOTAL, "TOTAL"), 3, moments).stream()
                                .map(item -> item.path("contribution"))
                                .toList();
                JsonNode items = random.ok(
                                "AggregateList",
                                Numbers.path(key),
                                "granularity",
                                "TOTAL",
                                "knownAt",
                                knownAt.toString(),
                                "asOf",
                                asOf.toString())
                        .path("items");
                assertThat(Numbers.plain(Numbers.sum(contributions)))
                        .as("seed %d, %s", seed, key)
                        .isEqualTo(items.isEmpty() ? Map.of() : Numbers.flat(items.get(0)));
            }
        }
    }

    @Test
    void what_is_set_aside_is_in_no_total_and_explains_none() {
        RecordedEvent placed = Samples.recorded(placed("o", "2026-11-22T10:00:00Z"), ApiFixture.NOW);
        RecordedEvent quarantined = Samples.recorded(placed("p", "2026-11-22T10:00:00Z"), ApiFixture.NOW);
        fixture.store(List.of(placed));
        fixture.append(quarantined);
        fixture.quarantine.quarantine(new QuarantinedEvent(
                new EventRef("p", quarantined.event().key().timestamp()),
                "why",
                "shard",
                SequenceNumber.of("1"),
                "{}"));
        assertThat(fixture.ok("ContributionList", EXPLAIN_ALL, "granularity", "TOTAL")
                        .path("items")
                        .findValuesAsText("orderId"))
                .containsExactly("o");
    }

    private static final String WHY = "its authentication code is not that of its content";

    private static void alter(ApiFixture fixture, RecordedEvent event) {
        fixture.events.alter(event, WHY);
    }

    private static List<String> damaged(List<JsonNode> items) {
        return items.stream()
                .filter(item -> item.has("altered"))
                .map(item -> item.path("orderId").asText() + " "
                        + item.path("eventId").asText())
                .toList();
    }

    @Test
    void an_altered_event_is_listed_with_its_reason_and_contributes_nothing() {
        RecordedEvent placed = Samples.recorded(placed("o", "2026-11-22T10:00:00Z"), ApiFixture.NOW);
        RecordedEvent confirmed = Samples.recorded(
                new OrderConfirmed(new Header("later", "o", Instant.parse("2026-11-22T11:00:00Z"))), ApiFixture.NOW);
        fixture.store(List.of(placed, confirmed));
        alter(fixture, placed);
        for (String[] moment :
                new String[][] {{}, {"asOf", "2026-11-22T11:00:00Z"}, {"knownAt", "2026-11-24T00:00:00Z"}}) {
            List<JsonNode> items = explained(fixture, new At("ALL", Granularity.DAY, "2026-11-22"), 1, moment);
            assertThat(items).hasSize(2);
            assertThat(items.getFirst().toString())
                    .startsWith("{\"eventId\":\"e\",\"orderId\":\"o\",\"altered\":\"" + WHY + "\",\"contribution\":")
                    .doesNotContain("2026", "15");
            assertThat(items.getLast().path("anomaly").asText()).contains("while the order is NONE");
        }
        String csv = fixture.call(ApiFixture.request("GET", EXPLAIN_ALL, "orders/audit", "period", "2026-11-22")
                        .withHeaders(Map.of("Accept", "text/csv")))
                .getBody();
        assertThat(csv)
                .startsWith("orderId,eventId,type,occurredAt,recordedAt,anomaly,unreadable,altered,contribution.")
                .contains("\r\no,e,,,,,," + WHY + ",0,");
    }

    /** Its placing in another month decides what the asked month holds. */
    @Test
    void what_is_damaged_of_an_order_is_listed_once_whichever_period_of_it_is_asked_for() {
        RecordedEvent placed = Samples.recorded(placed("o", "2026-10-30T10:00:00Z"), ApiFixture.NOW);
        RecordedEvent first = Samples.recorded(
                new OrderConfirmed(new Header("a", "o", Instant.parse("2026-11-21T11:00:00Z"))), ApiFixture.NOW);
        RecordedEvent second = Samples.recorded(
                new OrderConfirmed(new Header("b", "o", Instant.parse("2026-11-22T11:00:00Z"))), ApiFixture.NOW);
        fixture.store(List.of(placed, first, second));
        fixture.store(placed("p", "2026-11-21T10:00:00Z"));
        alter(fixture, placed);
        for (String key : List.of("ALL", "PRODUCT#s", "CUSTOMER#c")) {
            for (int limit : List.of(1, 2, 100)) {
                assertThat(damaged(explained(fixture, new At(key, Granularity.MONTH, "2026-11"), limit)))
                        .as("%s, pages of %d", key, limit)
                        .containsExactly("o e");
            }
        }
    }

    @Test
    void an_order_of_which_nothing_counts_in_the_period_is_named_wherever_it_is_found() {
        RecordedEvent placed = Samples.recorded(placed("o", "2026-11-21T10:00:00Z"), ApiFixture.NOW);
        RecordedEvent confirmed = Samples.recorded(
                new OrderConfirmed(new Header("b", "o", Instant.parse("2026-11-22T11:00:00Z"))), ApiFixture.NOW);
        fixture.store(List.of(placed, confirmed));
        alter(fixture, placed);
        alter(fixture, confirmed);
        assertThat(damaged(explained(fixture, new At("ALL", Granularity.MONTH, "2026-11"), 1)))
                .containsExactly("o e", "o b", "o e", "o b");
        assertThat(damaged(explained(fixture, new At("ALL", Granularity.DAY, "2026-11-22"), 1)))
                .containsExactly("o e", "o b");
        assertThat(damaged(explained(fixture, new At("CUSTOMER#c", Granularity.DAY, "2026-11-22"), 1)))
                .containsExactly("o e", "o b");
        assertThat(explained(fixture, new At("CUSTOMER#d", Granularity.TOTAL, "TOTAL"), 1))
                .isEmpty();
    }

    /** Of a customer with many placings all orders of a day are looked at, whosever they are. */
    @Test
    void what_is_damaged_of_another_customers_order_or_of_another_period_is_not_named() {
        for (int i = 0; i < 500; i++) {
            fixture.append(Samples.recorded(placed("o" + i, "2026-11-21T10:00:00Z"), ApiFixture.NOW));
        }
        RecordedEvent theirs = Samples.recorded(
                new OrderPlaced(
                        new Header("e", "theirs", Instant.parse("2026-11-22T09:00:00Z")),
                        "d",
                        "EUR",
                        Samples.content(Samples.line("s", "1", "1"))),
                ApiFixture.NOW);
        RecordedEvent altered = Samples.recorded(
                new OrderConfirmed(new Header("c", "theirs", Instant.parse("2026-11-22T11:00:00Z"))), ApiFixture.NOW);
        RecordedEvent old = Samples.recorded(placed("old", "2024-02-01T10:00:00Z"), ApiFixture.NOW);
        RecordedEvent oldAltered = Samples.recorded(
                new OrderConfirmed(new Header("c", "old", Instant.parse("2024-02-02T11:00:00Z"))), ApiFixture.NOW);
        List.of(theirs, altered, old, oldAltered).forEach(fixture::append);
        alter(fixture, altered);
        alter(fixture, oldAltered);
        At day = new At("CUSTOMER#c", Granularity.DAY, "2026-11-22");
        assertThat(damaged(explained(fixture, day, 100))).isEmpty();
        assertThat(fixture.ok(
                                "AggregateList",
                                "/aggregations/CUSTOMER%23c",
                                "from",
                                "2026-11-22",
                                "asOf",
                                "2026-11-23T00:00:00Z")
                        .has("leftOut"))
                .isFalse();
        assertThat(damaged(explained(fixture, new At("CUSTOMER#d", Granularity.DAY, "2026-11-22"), 100)))
                .containsExactly("theirs c");
        assertThat(damaged(explained(fixture, new At("CUSTOMER#c", Granularity.MONTH, "2024-02"), 100)))
                .containsExactly("old c");
    }

    @Test
    void whatever_is_altered_contributions_add_up_to_the_totals_of_what_is_left_and_every_altered_event_is_named() {
        int altered = 0;
        for (long seed = 0; seed < 40; seed++) {
            ApiFixture random = new ApiFixture();
            List<RecordedEvent> stored = new RandomHistories(seed).recorded(6, 6);
            random.store(stored);
            List<RecordedEvent> chosen = new ArrayList<>();
            for (int i = (int) (seed % 5); i < stored.size(); i += 5) {
                alter(random, stored.get(i));
                chosen.add(stored.get(i));
            }
            altered += chosen.size();
            String later = "2030-01-01T00:00:00Z";
            List<JsonNode> items =
                    explained(random, new At("ALL", Granularity.TOTAL, "TOTAL"), 1 + (int) (seed % 4), "asOf", later);
            assertThat(damaged(items).stream().distinct())
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(chosen.stream()
                            .map(event -> event.event().orderId() + " "
                                    + event.event().eventId())
                            .distinct()
                            .toList());
            JsonNode sums = random.ok("AggregateList", "/aggregations/ALL", "granularity", "TOTAL", "asOf", later);
            assertThat(sums.at("/leftOut/events").asInt()).as("seed %d", seed).isEqualTo(chosen.size());
            assertThat(Numbers.plain(Numbers.sum(items.stream()
                            .map(item -> item.path("contribution"))
                            .toList())))
                    .as("seed %d", seed)
                    .isEqualTo(
                            sums.path("items").isEmpty()
                                    ? Map.of()
                                    : Numbers.flat(sums.path("items").get(0)));
        }
        assertThat(altered).isGreaterThan(100);
    }

    @Test
    void a_page_that_read_enough_ends_empty_and_says_where_to_go_on() {
        for (int i = 0; i <= ExplainAnswers.EVENTS_A_PAGE; i++) {
            fixture.append(Samples.recorded(
                    new OrderConfirmed(new Header("e", "o" + i, Instant.parse("2026-11-22T10:00:00Z"))),
                    ApiFixture.NOW));
        }
        fixture.store(placed("p", "2026-11-22T10:00:00Z"));
        JsonNode first = fixture.ok("ContributionList", EXPLAIN_PRODUCT, "period", "2026-11-22");
        assertThat(first.path("items")).isEmpty();
        JsonNode second = fixture.ok(
                "ContributionList",
                EXPLAIN_PRODUCT,
                "period",
                "2026-11-22",
                "cursor",
                first.path("nextCursor").asText());
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void a_walk_answers_no_event_twice_where_an_order_gets_new_ones_meanwhile() {
        fixture.store(
                new OrderConfirmed(new Header("a", "o", Instant.parse("2026-11-22T09:00:00Z"))),
                placed("o", "2026-11-22T10:00:00Z"),
                placed("p", "2026-11-22T10:00:00Z"));
        String cursor = fixture.ok("ContributionList", EXPLAIN_ALL, "period", "2026-11-22", "limit", "2")
                .path("nextCursor")
                .asText();
        fixture.store(
                new OrderConfirmed(new Header("before", "o", Instant.parse("2026-11-22T08:00:00Z"))),
                new OrderConfirmed(new Header("behind", "o", Instant.parse("2026-11-22T11:00:00Z"))));
        assertThat(fixture.ok("ContributionList", EXPLAIN_ALL, "period", "2026-11-22", "cursor", cursor)
                        .path("items")
                        .findValuesAsText("eventId"))
                .containsExactly("behind", "e");
    }

    @Test
    void its_parameters_are_checked_and_its_cursors_are_its_own() {
        assertThat(fixture.faulty(EXPLAIN_ALL)).containsExactly("period");
        assertThat(fixture.faulty(EXPLAIN_ALL, "period", "")).containsExactly("period");
        assertThat(fixture.faulty(EXPLAIN_ALL, "period", "2026-11", "from", "2026-11-01"))
                .containsExactly("from", "period");
        assertThat(fixture.faulty(EXPLAIN_ALL, "granularity", "TOTAL", "period", "2026"))
                .containsExactly("period");
        assertThat(fixture.faulty("/aggregations/all/explain", "period", "2026-11-01", "asOf", "x", "limit", "0"))
                .containsExactly("aggregationKey", "asOf", "limit");
        assertThat(fixture.get(EXPLAIN_ALL, "granularity", "TOTAL", "period", "TOTAL")
                        .getStatusCode())
                .isEqualTo(200);
        fixture.store(placed("o", "2026-11-22T10:00:00Z"), placed("p", "2026-11-22T10:00:00Z"));
        String cursor = fixture.ok("ContributionList", EXPLAIN_ALL, "period", "2026-11-22", "limit", "1")
                .path("nextCursor")
                .asText();
        assertThat(fixture.faulty(EXPLAIN_ALL, "period", "2026-11-21", "cursor", cursor))
                .containsExactly("cursor");
        assertThat(fixture.faulty("/aggregations/ALL", "cursor", cursor)).containsExactly("cursor");
        assertThat(fixture.call(ApiFixture.request("GET", EXPLAIN_ALL, "orders/read", "granularity", "TOTAL"))
                        .getStatusCode())
                .isEqualTo(403);
    }
}
