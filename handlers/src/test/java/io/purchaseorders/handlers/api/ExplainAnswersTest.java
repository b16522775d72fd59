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
