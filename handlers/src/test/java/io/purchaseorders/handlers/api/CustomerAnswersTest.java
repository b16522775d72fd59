package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.order.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class CustomerAnswersTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final ApiFixture fixture = new ApiFixture();

    private static OrderPlaced placed(String orderId, String eventId, int second, String customerId) {
        return new OrderPlaced(
                new Header(eventId, orderId, NOON.plusSeconds(second)),
                customerId,
                "EUR",
                Samples.content(Samples.line("s", "1", "1")));
    }

    private List<String> orderIds(String... query) {
        return fixture.ok("OrderList", "/customers/c/orders", query)
                .path("items")
                .findValuesAsText("orderId");
    }

    @Test
    void orders_come_newest_first_within_bounds() {
        fixture.store(placed("o1", "e", 1, "c"), placed("o3", "e", 3, "c"), placed("o2", "e", 2, "c"));
        assertThat(orderIds()).containsExactly("o3", "o2", "o1");
        assertThat(orderIds("from", "2026-11-20T12:00:02Z")).containsExactly("o3", "o2");
        assertThat(orderIds("to", "2026-11-20T12:00:02Z")).containsExactly("o2", "o1");
        assertThat(orderIds("from", "2026-11-21T00:00:00Z")).isEmpty();
    }

    @Test
    void a_second_placing_makes_an_order_of_nobody_else() {
        fixture.store(placed("o", "e1", 1, "c"), placed("o", "e2", 2, "d"), placed("o", "e3", 3, "c"));
        assertThat(orderIds()).containsExactly("o");
        assertThat(fixture.get("/customers/d/orders").getStatusCode()).isEqualTo(404);
    }

    @Test
    void an_order_whose_placing_was_altered_is_shown_with_what_is_damaged_of_it() {
        RecordedEvent altered = Samples.recorded(placed("o", "e", 1, "c"), ApiFixture.NOW);
        fixture.store(List.of(altered, Samples.recorded(placed("p", "e", 2, "d"), ApiFixture.NOW)));
        fixture.store(placed("p", "e2", 3, "c"));
        fixture.events.alter(altered, "its authentication code is not that of its content");
        JsonNode items = fixture.ok("OrderList", "/customers/c/orders").path("items");
        assertThat(items.findValuesAsText("status")).containsExactly("NONE");
        assertThat(items.at("/0/damaged").toString())
                .isEqualTo("[{\"eventId\":\"e\",\"orderId\":\"o\",\"altered\":\"its authentication code is not that of"
                        + " its content\"}]");
    }

    @Test
    void a_customer_without_orders_is_a_404_and_names_are_decoded() {
        fixture.store(placed("o", "e", 1, "Zo\u00eb / 100%"));
        assertThat(fixture.get("/customers/c/orders").getStatusCode()).isEqualTo(404);
        assertThat(fixture.get("/customers/Zo%C3%AB%20%2F%20100%25/orders").getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void placings_by_others_that_name_the_customer_cut_pages_short_and_hide_no_order() {
        fixture.store(placed("mine", "e", 0, "c"));
        for (int i = 0; i < 350; i++) {
            fixture.store(placed("o" + i, "e1", i, "d"), placed("o" + i, "e2", i + 1, "c"));
        }
        List<String> found = new ArrayList<>();
        String cursor = null;
        int pages = 0;
        do {
            JsonNode page = cursor == null
                    ? fixture.ok("OrderList", "/customers/c/orders", "limit", "1")
                    : fixture.ok("OrderList", "/customers/c/orders", "limit", "1", "cursor", cursor);
            found.addAll(page.path("items").findValuesAsText("orderId"));
            cursor = page.path("nextCursor").textValue();
            pages++;
        } while (cursor != null);
        assertThat(found).containsExactly("mine");
        assertThat(pages).isEqualTo(1 + 350 / (1 + CustomerAnswers.OTHERS_A_PAGE));
    }

    @Test
    void a_cursor_holds_for_its_bounds_alone() {
        fixture.store(placed("o1", "e", 1, "c"), placed("o2", "e", 2, "c"));
        String cursor = fixture.ok("OrderList", "/customers/c/orders", "limit", "1")
                .path("nextCursor")
                .asText();
        fixture.store(placed("o3", "e", 3, "c"));
        assertThat(orderIds("cursor", cursor, "limit", "5")).containsExactly("o1");
        assertThat(fixture.faulty("/customers/c/orders", "cursor", cursor, "to", "2026-11-20T12:00:02Z"))
                .containsExactly("cursor");
        assertThat(fixture.faulty("/customers/d/orders", "cursor", cursor)).containsExactly("cursor");
    }

    @Test
    void every_order_is_listed_once_under_the_customer_who_placed_it() {
        for (long seed = 0; seed < 40; seed++) {
            ApiFixture random = new ApiFixture();
            List<RecordedEvent> stored = new RandomHistories(seed).recorded(30, 5);
            random.store(stored);
            List<Order> orders =
                    stored.stream()
                            .collect(
                                    Collectors.groupingBy(event -> event.event().orderId()))
                            .entrySet()
                            .stream()
                            .map(entry -> History.of(entry.getValue()).fold(entry.getKey()))
                            .toList();
            for (int customer = 0; customer < 3; customer++) {
                String id = "customer-" + customer;
                List<String> expected = orders.stream()
                        .filter(order -> order.placing()
                                .map(placing -> placing.customerId().equals(id))
                                .orElse(false))
                        .map(Order::orderId)
                        .toList();
                List<JsonNode> items = random.all("OrderList", "/customers/" + id + "/orders", 3);
                assertThat(items.stream().map(item -> item.path("orderId").asText()))
                        .containsExactlyInAnyOrderElementsOf(expected);
                assertThat(items.stream()
                                .map(item -> Instant.parse(item.path("placedAt").asText())))
                        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
            }
        }
    }
}
