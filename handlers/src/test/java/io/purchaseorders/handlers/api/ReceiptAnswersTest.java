package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.EventType;
import io.purchaseorders.events.Fault;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.OrderEvent.OrderPlaced;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class ReceiptAnswersTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final RecordedEvent CONFIRMED =
            Samples.recorded(new OrderConfirmed(new Header("e", "o", NOON)), NOON.plusSeconds(1));

    private static final RecordedEvent PLACED = Samples.recorded(
            new OrderPlaced(
                    new Header("p", "o", NOON.minusSeconds(1)),
                    "c",
                    "EUR",
                    Samples.content(Samples.line("s", "1", "1"))),
            NOON);

    private final ApiFixture fixture = new ApiFixture();

    private JsonNode receipt() {
        return fixture.ok("Receipt", "/events/e/receipt", "orderId", "o");
    }

    @Test
    void an_event_that_never_came_is_unknown() {
        assertThat(receipt().toString())
                .isEqualTo(
                        "{\"eventId\":\"e\",\"orderId\":\"o\",\"outcome\":\"unknown\",\"recordedAt\":null,"
                                + "\"contentDigest\":null,\"applied\":false,\"effect\":null,\"effectReason\":null,"
                                + "\"duplicateCount\":0,\"quarantineReason\":null,\"proof\":null,\"reasons\":[],\"warnings\":[],\"rejections\":[]}");
    }

    @Test
    void an_accepted_event_is_pending_until_its_orders_row_holds_it() {
        fixture.store(List.of(CONFIRMED));
        assertThat(receipt().path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt().path("recordedAt").asText()).isEqualTo("2026-11-20T12:00:01Z");
        assertThat(receipt().path("proof").asText()).isEqualTo("/events/e/proof?orderId=o");
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
        fixture.store(List.of(PLACED, CONFIRMED));
        fixture.duplicates.count("o", "e", "1");
        fixture.duplicates.count("o", "e", "2");
        RecordedEvent other = Samples.recorded(new OrderConfirmed(new Header("e", "o", NOON.plusNanos(1))), NOON);
        fixture.rejections.add(Rejection.conflict(CONFIRMED, other));
        JsonNode receipt = receipt();
        assertThat(receipt.path("outcome").asText()).isEqualTo("conflict");
        assertThat(receipt.path("recordedAt").asText()).isEqualTo("2026-11-20T12:00:01Z");
        assertThat(receipt.path("contentDigest").asText()).isEqualTo(CONFIRMED.digest());
        assertThat(receipt.at("/reasons/0/pointer").asText()).isEqualTo("/eventId");
        assertThat(receipt.path("duplicateCount").intValue()).isEqualTo(2);
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
        assertThat(receipt().path("reasons").findValuesAsText("pointer")).containsExactly("/customerId", "/lines");
        assertThat(receipt().toString()).doesNotContain("secret");
    }

    @Test
    void an_event_that_its_order_did_not_allow_has_no_effect_and_the_reason() {
        fixture.store(List.of(CONFIRMED));
        assertThat(receipt().path("effect").asText()).isEqualTo("none");
        assertThat(receipt().path("effectReason").asText()).contains("OrderConfirmed is not allowed");
        fixture.store(List.of(PLACED));
        assertThat(receipt().path("effect").asText()).isEqualTo("confirmed");
        assertThat(receipt().path("effectReason").isNull()).isTrue();
    }

    @Test
    void a_misspelt_member_is_a_warning() {
        String detail = CONFIRMED.detail().replaceFirst("\\}$", ",\"schemaVersions\":1}");
        fixture.store(List.of(new RecordedEvent(CONFIRMED.event(), "shop", NOON, detail)));
        assertThat(receipt().at("/warnings/0/pointer").asText()).isEqualTo("/schemaVersions");
    }

    private APIGatewayProxyResponseEvent ask(String body) {
        return fixture.call(
                ApiFixture.request("POST", "/receipts", "orders/publish").withBody(body));
    }

    @Test
    void several_receipts_come_in_the_order_of_the_questions() {
        fixture.store(List.of(CONFIRMED));
        APIGatewayProxyResponseEvent answer = ask("{\"events\":[{\"orderId\":\"o\",\"eventId\":\"never\"},"
                + "{\"orderId\":\"o\",\"eventId\":\"e\"},{\"orderId\":\"x\",\"eventId\":\"e\"}]}");
        assertThat(answer.getStatusCode()).isEqualTo(200);
        JsonNode body = ApiFixture.json(answer);
        ApiFixture.assertFits("ReceiptList", body);
        assertThat(body.path("items").findValuesAsText("outcome")).containsExactly("unknown", "accepted", "unknown");
        assertThat(body.at("/items/1")).isEqualTo(receipt());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "``|events",
                "[]|events",
                "{}|events",
                "{\"events\":[]}|events",
                "{\"events\":7}|events",
                "{\"events\":[7]}|events/0/orderId",
                "{\"events\":[{\"orderId\":\"o\",\"eventId\":\"e e\"}]}|events/0/eventId",
                "{\"events\":[{\"orderId\":\"o\",\"eventId\":\"e\"},{\"eventId\":\"e\"}]}|events/1/orderId"
            })
    void a_bad_question_is_a_problem_that_names_it(String body, String parameter) {
        APIGatewayProxyResponseEvent answer = ask(body);
        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(ApiFixture.json(answer).path("errors").findValuesAsText("parameter"))
                .contains(parameter);
    }

    @Test
    void at_most_a_hundred_are_asked_for_by_post_alone_with_the_scope_that_the_refusal_names() {
        String one = "{\"orderId\":\"o\",\"eventId\":\"e\"}";
        assertThat(ask("{\"events\":[" + (one + ",").repeat(99) + one + "]}").getStatusCode())
                .isEqualTo(200);
        assertThat(ask("{\"events\":[" + (one + ",").repeat(100) + one + "]}").getStatusCode())
                .isEqualTo(400);
        assertThat(fixture.get("/receipts").getStatusCode()).isEqualTo(405);
        APIGatewayProxyResponseEvent refused = fixture.call(
                ApiFixture.request("POST", "/receipts", "orders/read").withBody("{\"events\":[" + one + "]}"));
        assertThat(refused.getStatusCode()).isEqualTo(403);
        assertThat(ApiFixture.json(refused).path("detail").asText()).contains("orders/publish");
    }

    @Test
    void schemas_and_the_asyncapi_document_are_open_to_everybody() {
        for (EventType type : EventType.values()) {
            APIGatewayProxyResponseEvent schema = open("/schemas/" + type.wireName() + ".v1.json");
            assertThat(schema.getStatusCode()).isEqualTo(200);
            assertThat(schema.getHeaders()).containsEntry("Content-Type", "application/schema+json");
            assertThat(ApiFixture.json(schema).path("title").asText() + schema.getBody())
                    .contains(type.wireName());
        }
        assertThat(open("/schemas/OrderPlaced.v99.json").getStatusCode()).isEqualTo(404);
        assertThat(open("/schemas/..%2Fasyncapi.yaml").getStatusCode()).isEqualTo(400);
        assertThat(open("/asyncapi.yaml").getBody()).startsWith("asyncapi: ");
    }

    private APIGatewayProxyResponseEvent open(String path) {
        return fixture.call(
                new APIGatewayProxyRequestEvent().withHttpMethod("GET").withPath(path));
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
