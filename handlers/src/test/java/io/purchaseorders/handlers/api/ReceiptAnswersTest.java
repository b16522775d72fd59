package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.Fault;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.order.OrderRow;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.Rejection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class ReceiptAnswersTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final RecordedEvent CONFIRMED =
            Samples.recorded(new OrderConfirmed(new Header("e", "o", NOON)), NOON.plusSeconds(1));

    private final ApiFixture fixture = new ApiFixture();

    private JsonNode receipt() {
        return fixture.ok("Receipt", "/events/e/receipt", "orderId", "o");
    }

    @Test
    void an_event_that_never_came_is_unknown() {
        assertThat(receipt().toString())
                .isEqualTo(
                        "{\"eventId\":\"e\",\"orderId\":\"o\",\"outcome\":\"unknown\",\"recordedAt\":null,"
                                + "\"contentDigest\":null,\"applied\":false,\"duplicateCount\":0,\"quarantineReason\":null,\"rejections\":[]}");
    }

    @Test
    void an_accepted_event_is_pending_until_its_orders_row_holds_it() {
        fixture.store(List.of(CONFIRMED));
        assertThat(receipt().path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt().path("recordedAt").asText()).isEqualTo("2026-11-20T12:00:01Z");
        assertThat(receipt().path("contentDigest").asText()).isEqualTo(CONFIRMED.digest());
        assertThat(receipt().path("applied").booleanValue()).isFalse();
        fixture.totals.putOrder(OrderRow.of("o", List.of(CONFIRMED)), 0);
        assertThat(receipt().path("applied").booleanValue()).isTrue();
        assertThat(fixture.ok("Receipt", "/events/f/receipt", "orderId", "o")
                        .path("outcome")
                        .asText())
                .isEqualTo("unknown");
    }

    @Test
    void duplicates_are_counted_and_conflicts_named_without_any_content() {
        fixture.store(List.of(CONFIRMED));
        fixture.duplicates.count("o", "e", "1");
        fixture.duplicates.count("o", "e", "2");
        RecordedEvent other = Samples.recorded(new OrderConfirmed(new Header("e", "o", NOON.plusNanos(1))), NOON);
        fixture.rejections.add(Rejection.conflict(CONFIRMED, other));
        JsonNode receipt = receipt();
        assertThat(receipt.path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt.path("duplicateCount").intValue()).isEqualTo(2);
        // By which a publisher knows its own content from the other one.
        assertThat(receipt.path("contentDigest").asText()).isEqualTo(CONFIRMED.digest());
        assertThat(receipt.path("rejections").toString())
                .isEqualTo(
                        "[{\"outcome\":\"conflict\",\"recordedAt\":\"2026-11-20T12:00:00Z\",\"reasons\":["
                                + "{\"pointer\":\"/eventId\",\"message\":\"stands for another content of this order already\"}]}]");
        assertThat(receipt.toString())
                .doesNotContain(
                        "OrderConfirmed",
                        other.digest(),
                        "shop",
                        NOON.plusNanos(1).toString());
    }

    @Test
    void a_rejected_event_is_told_every_reason() {
        fixture.rejections.add(Rejection.invalid(
                "OrderPlaced",
                "shop",
                "{\"eventId\":\"e\",\"orderId\":\"o\",\"secret\":1}",
                NOON,
                List.of(new Fault("/customerId", "is required"), new Fault("/lines", "is required"))));
        assertThat(receipt().path("outcome").asText()).isEqualTo("rejected");
        assertThat(receipt().at("/rejections/0/reasons").findValuesAsText("pointer"))
                .containsExactly("/customerId", "/lines");
        assertThat(receipt().toString()).doesNotContain("secret");
    }

    @Test
    void what_is_set_aside_is_quarantined_also_where_it_cannot_be_read() {
        String timestamp = CONFIRMED.event().key().timestamp();
        fixture.quarantine.quarantine(new QuarantinedEvent(
                new EventRef("o", timestamp), "cannot be read", "shard", SequenceNumber.of("1"), "{\"secret\":1}"));
        assertThat(receipt().path("outcome").asText()).isEqualTo("quarantined");
        assertThat(receipt().path("recordedAt").isNull()).isTrue();
        fixture.store(List.of(CONFIRMED));
        assertThat(receipt().path("outcome").asText()).isEqualTo("quarantined");
        assertThat(receipt().path("applied").booleanValue()).isFalse();
        assertThat(receipt().path("quarantineReason").asText()).isEqualTo("cannot be read");
        assertThat(receipt().toString()).doesNotContain("secret");
    }

    @Test
    void both_ids_are_checked_and_publishers_and_auditors_may_ask() {
        assertThat(fixture.faulty("/events/e%20/receipt")).containsExactly("eventId", "orderId");
        assertThat(fixture.faulty("/events/e/receipt", "orderId", "")).containsExactly("orderId");
        assertThat(fixture.faulty("/events/e/receipt", "orderId", "o", "orderId", "o"))
                .containsExactly("orderId");
        for (String scope : List.of("orders/publish", "orders/audit", "orders/read orders/publish")) {
            assertThat(fixture.call(ApiFixture.request("GET", "/events/e/receipt", scope, "orderId", "o"))
                            .getStatusCode())
                    .isEqualTo(200);
        }
        assertThat(fixture.call(ApiFixture.request("GET", "/events/e/receipt", "orders/read", "orderId", "o"))
                        .getStatusCode())
                .isEqualTo(403);
        assertThat(fixture.call(ApiFixture.request("GET", "/orders/o", "orders/publish"))
                        .getStatusCode())
                .isEqualTo(403);
    }
}
