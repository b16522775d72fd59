package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.Limits;
import io.purchaseorders.events.OrderEvent.Content;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderLine;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.OrderEvent.OrderReturned;
import io.purchaseorders.events.OrderEvent.OrderShipped;
import io.purchaseorders.events.OrderEvent.ReturnedLine;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.Page;
import io.purchaseorders.projections.order.History;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class OrderAnswersTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.5Z");

    private final ApiFixture fixture = new ApiFixture();

    private static Header header(String eventId, int second) {
        return new Header(eventId, "o", NOON.plusSeconds(second));
    }

    private static OrderPlaced placed() {
        return new OrderPlaced(
                header("e1", 0),
                "c",
                "EUR",
                new Content(
                        List.of(
                                Samples.line("b", "2", "12.50"),
                                new OrderLine(
                                        "a", new BigDecimal("0.5"), new BigDecimal("3"), new BigDecimal("1.000001"))),
                        new BigDecimal("4.99"),
                        BigDecimal.ZERO));
    }

    @Test
    void an_order_is_answered_whole_with_exact_decimals() throws Exception {
        fixture.store(
                placed(),
                new OrderConfirmed(header("early", -1)),
                new OrderShipped(header("e2", 1), Optional.empty(), Optional.empty()),
                new OrderReturned(
                        header("e3", 2), List.of(new ReturnedLine("b", BigDecimal.ONE, new BigDecimal("12.5")))));
        assertThat(fixture.ok("Order", "/orders/o").toString())
                .isEqualTo("{\"orderId\":\"o\",\"customerId\":\"c\",\"status\":\"RETURNED\",\"currency\":\"EUR\","
                        + "\"total\":\"30.489999\",\"refunded\":\"12.5\",\"lines\":["
                        + "{\"sku\":\"b\",\"quantity\":\"2\",\"unitPrice\":\"12.5\",\"discount\":\"0\",\"returned\":\"1\"},"
                        + "{\"sku\":\"a\",\"quantity\":\"0.5\",\"unitPrice\":\"3\",\"discount\":\"1.000001\",\"returned\":\"0\"}],"
                        + "\"shipping\":\"4.99\",\"tax\":\"0\",\"placedAt\":\"2026-11-20T12:00:00.500Z\","
                        + "\"updatedAt\":\"2026-11-20T12:00:02.500Z\",\"version\":4,\"anomalies\":[{\"eventId\":\"early\","
                        + "\"reason\":\"OrderConfirmed is not allowed while the order is NONE\"}]}");
    }

    @Test
    void an_order_that_was_never_placed_has_status_none_and_no_currency() {
        fixture.store(new OrderConfirmed(header("e", 0)));
        JsonNode order = fixture.ok("Order", "/orders/o");
        assertThat(order.path("status").asText()).isEqualTo("NONE");
        assertThat(order.path("total").asText()).isEqualTo("0");
        assertThat(order.path("lines")).isEmpty();
        for (String absent : List.of("customerId", "currency", "placedAt")) {
            assertThat(order.path(absent).isNull()).as(absent).isTrue();
        }
    }

    @Test
    void as_of_and_known_at_leave_out_what_came_later_inclusively_each_and_together() {
        fixture.store(List.of(
                Samples.recorded(new OrderConfirmed(header("e2", 10)), NOON.plusSeconds(100)),
                Samples.recorded(placed(), NOON.plusSeconds(200))));
        assertThat(version("asOf", "2026-11-20T12:00:00.5Z")).isEqualTo(1);
        assertThat(version("asOf", "2026-11-20T13:00:10.499999999+01:00")).isEqualTo(1);
        assertThat(version("asOf", "2026-11-20T13:00:10.500+01:00")).isEqualTo(2);
        assertThat(version("asOf", "2026-11-20T12:00:00.499999999Z")).isZero();
        assertThat(version("knownAt", NOON.plusSeconds(100).toString())).isEqualTo(1);
        assertThat(version("knownAt", NOON.plusSeconds(99).toString())).isZero();
        assertThat(version("knownAt", NOON.plusSeconds(200).toString())).isEqualTo(2);
        assertThat(version("knownAt", NOON.plusSeconds(199).toString(), "asOf", NOON.toString()))
                .isZero();
        assertThat(fixture.ok(
                                "Order",
                                "/orders/o",
                                "knownAt",
                                NOON.plusSeconds(100).toString())
                        .path("status")
                        .asText())
                .isEqualTo("NONE");
    }

    @Test
    void an_altered_event_is_shown_as_such_and_counts_for_nothing() {
        RecordedEvent placed = Samples.recorded(placed(), NOON);
        fixture.store(List.of(placed, Samples.recorded(new OrderConfirmed(header("e2", 10)), NOON)));
        fixture.events.alter(placed, "its authentication code is not that of its content");
        assertThat(fixture.ok("OrderEventList", "/orders/o/events")
                        .path("items")
                        .toString())
                .startsWith(
                        "[{\"eventId\":\"e1\",\"orderId\":\"o\",\"altered\":\"its authentication code is not that of its"
                                + " content\"},{\"type\":\"OrderConfirmed\",");
        JsonNode order = fixture.ok("Order", "/orders/o");
        assertThat(order.path("status").asText()).isEqualTo("NONE");
        assertThat(order.path("version").asInt()).isEqualTo(1);
        assertThat(order.path("damaged").toString())
                .isEqualTo("[{\"eventId\":\"e1\",\"orderId\":\"o\",\"altered\":\"its authentication code is not that of"
                        + " its content\"}]");
    }

    @Test
    void an_order_of_which_no_event_is_as_it_was_recorded_is_no_404_at_any_moment() {
        RecordedEvent placed = Samples.recorded(placed(), NOON);
        fixture.store(List.of(placed));
        assertThat(fixture.ok("Order", "/orders/o").has("damaged")).isFalse();
        fixture.events.alter(placed, "its authentication code is not that of its content");
        for (String[] moment : new String[][] {{}, {"asOf", "2026-11-20T11:00:00Z"}, {"knownAt", NOON.toString()}}) {
            JsonNode order = fixture.ok("Order", "/orders/o", moment);
            assertThat(order.path("status").asText()).isEqualTo("NONE");
            assertThat(order.path("version").asInt()).isZero();
            assertThat(order.path("updatedAt").isNull()).isTrue();
            assertThat(order.at("/damaged/0/altered").asText()).startsWith("its authentication code");
        }
    }

    private int version(String... query) {
        return fixture.get("/orders/o", query).getStatusCode() == 404
                ? 0
                : fixture.ok("Order", "/orders/o", query).path("version").intValue();
    }

    @Test
    void an_answer_that_lacks_a_member_or_has_another_type_would_not_fit_the_document() {
        fixture.store(placed());
        ObjectNode order = (ObjectNode) fixture.ok("Order", "/orders/o");
        for (JsonNode wrong :
                List.of(order.deepCopy().without("version"), order.deepCopy().put("total", 1))) {
            assertThatThrownBy(() -> ApiFixture.assertFits("Order", wrong)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void an_unknown_order_is_a_404() {
        fixture.store(placed());
        assertThat(fixture.get("/orders/O").getStatusCode()).isEqualTo(404);
        assertThat(fixture.get("/orders/O/events").getStatusCode()).isEqualTo(404);
    }

    @Test
    void events_are_answered_to_the_letter() {
        String detail = "{ \"reason\" : \"caf\\u00e9 \\\"x\\\"\",\"eventId\":\"e\" ,\"orderId\":\"o\",\n"
                + "\"occurredAt\":\"2026-11-20T13:00:00+01:00\",\"n\":12.50 , \"big\":1E+30000,\"nested\":{\"a\":[1.0, {}]},"
                + "\"type\":\"mine\",\"published\":[7],\"anomaly\":null,\"t\":true}";
        fixture.store(List.of(new RecordedEvent(EventCodec.stored("OrderCancelled", detail), "shop", NOON, detail)));
        var response = fixture.get("/orders/o/events");
        assertThat(response.getBody())
                .isEqualTo(
                        "{\"items\":[{\"type\":\"OrderCancelled\",\"source\":\"shop\","
                                + "\"recordedAt\":\"2026-11-20T12:00:00.500Z\","
                                + "\"anomaly\":\"OrderCancelled is not allowed while the order is NONE\","
                                + "\"reason\":\"caf\\u00e9 \\\"x\\\"\",\"eventId\":\"e\",\"orderId\":\"o\","
                                + "\"occurredAt\":\"2026-11-20T13:00:00+01:00\",\"n\":12.50,\"big\":1E+30000,"
                                + "\"nested\":{\"a\":[1.0, {}]},\"t\":true,"
                                + "\"published\":{\"type\":\"mine\",\"published\":[7],\"anomaly\":null}}],\"nextCursor\":null}");
    }

    @Test
    void events_are_answered_as_the_very_text_that_was_published_where_that_is_asked_for() {
        String detail = "{ \"eventId\":\"e\" ,\"orderId\":\"o\",\n"
                + "\"occurredAt\":\"2026-11-20T13:00:00+01:00\",\"n\":12.50,\"detailText\":1}";
        fixture.store(List.of(new RecordedEvent(EventCodec.stored("OrderCancelled", detail), "shop", NOON, detail)));
        JsonNode event = fixture.ok("OrderEventList", "/orders/o/events", "detail", "TEXT")
                .path("items")
                .path(0);
        assertThat(event.path("detailText").asText()).isEqualTo(detail);
        assertThat(event.fieldNames())
                .toIterable()
                .containsExactly(
                        "type", "source", "recordedAt", "anomaly", "eventId", "orderId", "occurredAt", "detailText");
        assertThat(fixture.get("/orders/o/events", "detail", "text").getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void events_are_answered_as_csv_whatever_was_published() {
        String deep = "[".repeat(Limits.NESTING - 1) + "]".repeat(Limits.NESTING - 1);
        String detail = "{\"eventId\":\"e\",\"orderId\":\"o\",\"occurredAt\":\"2026-11-20T12:00:00Z\",\"big\":1E+30000,"
                + "\"amounts\":{\"EUR\":1.0},\"deep\":" + deep + "}";
        fixture.store(List.of(new RecordedEvent(EventCodec.stored("OrderConfirmed", detail), "shop", NOON, detail)));
        var response = fixture.call(ApiFixture.request("GET", "/orders/o/events", "orders/audit")
                .withHeaders(Map.of("Accept", "text/csv")));
        assertThat(response.getStatusCode()).as(response.getBody()).isEqualTo(200);
        assertThat(response.getBody()).isEqualTo("""
                        type,source,recordedAt,anomaly,unreadable,altered,eventId,orderId,occurredAt,big,amounts,deep\r
                        OrderConfirmed,shop,2026-11-20T12:00:00.500Z,OrderConfirmed is not allowed while the order is NONE,,,\
                        e,o,2026-11-20T12:00:00Z,1E+30000,"{""EUR"":1.0}",%s\r
                        """.formatted(deep));
    }

    @Test
    void events_come_in_canonical_order_page_by_page_and_none_that_lost_a_conflict() {
        for (long seed = 0; seed < 60; seed++) {
            ApiFixture random = new ApiFixture();
            List<RecordedEvent> stored = new RandomHistories(seed).recorded(1, 9);
            random.store(stored);
            List<String> expected = History.of(stored).events().stream()
                    .map(event -> event.event().eventId() + "@" + event.recordedAt())
                    .toList();
            for (int limit : new int[] {1, 2, 100}) {
                assertThat(random.all("OrderEventList", "/orders/order-0/events", limit).stream()
                                .map(item -> item.path("eventId").asText() + "@"
                                        + item.path("recordedAt").asText()))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void a_cursor_survives_new_events_and_is_of_its_order_alone() {
        fixture.store(IntStream.range(0, 5)
                .mapToObj(i -> Samples.recorded(new OrderConfirmed(header("e" + i, i)), NOON))
                .toList());
        String cursor = fixture.ok("OrderEventList", "/orders/o/events", "limit", "3")
                .path("nextCursor")
                .asText();
        fixture.store(new OrderConfirmed(header("before", -1)), new OrderConfirmed(header("e3a", 3)));
        assertThat(fixture.ok("OrderEventList", "/orders/o/events", "cursor", cursor)
                        .path("items")
                        .findValuesAsText("eventId"))
                .containsExactly("e3", "e3a", "e4");
        fixture.store(new OrderConfirmed(new Header("e", "other", NOON)));
        assertThat(fixture.faulty("/orders/other/events", "cursor", cursor)).containsExactly("cursor");
        assertThat(fixture.faulty("/orders/o/events", "detail", "TEXT", "cursor", cursor))
                .containsExactly("cursor");
        assertThat(fixture.faulty("/rejections", "cursor", cursor)).containsExactly("cursor");
    }

    @Test
    void a_page_ends_before_it_grows_too_large_to_be_answered() {
        String filler = "\\\"".repeat(50_000);
        fixture.store(IntStream.range(0, 40)
                .mapToObj(i -> {
                    String detail =
                            "{\"eventId\":\"e" + i + "\",\"orderId\":\"o\",\"occurredAt\":\"2026-11-20T12:00:00Z\","
                                    + "\"reason\":\"" + filler + "\"}";
                    return new RecordedEvent(EventCodec.stored("OrderCancelled", detail), "shop", NOON, detail);
                })
                .toList());
        var first = fixture.get("/orders/o/events");
        JsonNode page = ApiFixture.json(first);
        assertThat(page.path("items").size()).isBetween(10, 25);
        assertThat(Answer.text(TextNode.valueOf(first.getBody()))).hasSizeLessThan(Page.LARGEST_BODY_BYTES + 1_000);
        assertThat(page.path("nextCursor").isTextual()).isTrue();
    }

    @Test
    void a_page_as_csv_is_no_larger_than_a_function_may_answer_however_many_quotes_and_names_were_published() {
        String quotes = ",\"\"".repeat(100_000);
        fixture.store(IntStream.range(0, 13)
                .mapToObj(i -> {
                    int of = i;
                    String names = IntStream.range(0, 3_000)
                            .mapToObj(name -> "\"m" + of + "." + name + "\":0")
                            .collect(Collectors.joining(","));
                    String detail =
                            "{\"eventId\":\"e" + i + "\",\"orderId\":\"o\",\"occurredAt\":\"2026-11-20T12:00:00Z\","
                                    + names + ",\"x\":[\"\"" + quotes.substring(0, 180_000) + "]}";
                    return new RecordedEvent(EventCodec.stored("OrderConfirmed", detail), "shop", NOON, detail);
                })
                .toList());
        var response = fixture.call(ApiFixture.request("GET", "/orders/o/events", "orders/audit")
                .withHeaders(Map.of("Accept", "text/csv")));
        assertThat(response.getStatusCode()).isEqualTo(200);
        assertThat(Answer.text(TextNode.valueOf(response.getBody()))).hasSizeLessThan(Page.LARGEST_BODY_BYTES + 50_000);
    }
}
