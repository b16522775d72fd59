package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.Fault;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.Samples;
import io.purchaseorders.stores.Rejection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class RejectionAnswersTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final ApiFixture fixture = new ApiFixture();

    private static Rejection invalid(String detail, int second) {
        return Rejection.invalid(
                "OrderPlaced", "shop", detail, NOON.plusSeconds(second), List.of(new Fault("/eventId", "is required")));
    }

    @Test
    void a_rejection_is_answered_whole_and_its_detail_to_the_letter() {
        fixture.rejections.add(invalid("{\"orderId\":\"o\", \"n\":1.50}", 1));
        fixture.rejections.add(invalid("no JSON", 0));
        String body = fixture.get("/rejections").getBody();
        fixture.ok("RejectionList", "/rejections");
        assertThat(body)
                .contains("\"recordedAt\":\"2026-11-20T12:00:01Z\",\"outcome\":\"rejected\",\"type\":\"OrderPlaced\","
                        + "\"source\":\"shop\",\"eventId\":null,\"orderId\":\"o\",\"reasons\":[{\"pointer\":\"/eventId\","
                        + "\"message\":\"is required\"}],\"digests\":null,\"detail\":{\"orderId\":\"o\", \"n\":1.50}}")
                .contains("\"orderId\":null")
                .contains("\"detail\":\"no JSON\"");
    }

    @Test
    void a_conflict_carries_both_digests() {
        var stored = Samples.recorded(new OrderConfirmed(new Header("e", "o", NOON)), NOON);
        var received = Samples.recorded(new OrderConfirmed(new Header("e", "o", NOON.plusNanos(1))), NOON);
        fixture.rejections.add(Rejection.conflict(stored, received));
        var item = fixture.ok("RejectionList", "/rejections").path("items").get(0);
        assertThat(item.path("outcome").asText()).isEqualTo("conflict");
        assertThat(item.at("/digests/stored").asText()).isEqualTo(stored.digest());
        assertThat(item.at("/digests/received").asText()).isEqualTo(received.digest());
    }

    @Test
    void they_come_newest_first_within_bounds_page_by_page() {
        for (int second = 0; second < 7; second++) {
            fixture.rejections.add(invalid("{\"orderId\":\"o" + second + "\"}", second));
        }
        assertThat(fixture.all("RejectionList", "/rejections", 2).stream()
                        .map(item -> item.path("orderId").asText()))
                .containsExactly("o6", "o5", "o4", "o3", "o2", "o1", "o0");
        assertThat(fixture
                        .all(
                                "RejectionList",
                                "/rejections",
                                2,
                                "from",
                                "2026-11-20T12:00:01Z",
                                "to",
                                "2026-11-20T12:00:03Z")
                        .stream()
                        .map(item -> item.path("orderId").asText()))
                .containsExactly("o3", "o2", "o1");
    }

    @Test
    void a_cursor_is_of_its_bounds_alone() {
        fixture.rejections.add(invalid("{}", 0));
        fixture.rejections.add(invalid("{\"a\":1}", 1));
        String cursor = fixture.ok("RejectionList", "/rejections", "limit", "1")
                .path("nextCursor")
                .asText();
        assertThat(fixture.faulty("/rejections", "cursor", cursor, "from", "2026-11-20T12:00:00Z"))
                .containsExactly("cursor");
    }

    @Test
    void they_are_filtered_by_source_type_and_outcome_and_a_search_in_vain_ends_page_by_page() {
        for (int second = 0; second < 2 * RejectionAnswers.OTHERS_A_PAGE; second++) {
            fixture.rejections.add(Rejection.invalid(
                    "OrderPlaced",
                    second == 5 ? "other" : "shop",
                    "{\"orderId\":\"o" + second + "\"}",
                    NOON.plusSeconds(second),
                    List.of(new Fault("/eventId", "is required"))));
        }
        var first = fixture.ok("RejectionList", "/rejections", "source", "other");
        assertThat(first.path("items")).isEmpty();
        String cursor = first.path("nextCursor").asText();
        var second = fixture.ok("RejectionList", "/rejections", "source", "other", "cursor", cursor);
        assertThat(second.path("items").findValuesAsText("orderId")).contains("o5");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(fixture.ok(
                                "RejectionList",
                                "/rejections",
                                "type",
                                "OrderPlaced",
                                "outcome",
                                "rejected",
                                "limit",
                                "3")
                        .path("items"))
                .hasSize(3);
        assertThat(fixture.faulty("/rejections", "outcome", "accepted")).containsExactly("outcome");
        assertThat(fixture.faulty("/rejections", "source", "shop", "cursor", cursor))
                .containsExactly("cursor");
    }
}
