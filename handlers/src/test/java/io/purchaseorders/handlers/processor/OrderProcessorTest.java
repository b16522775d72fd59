package io.purchaseorders.handlers.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.Fault;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.Rejection.Outcome;
import io.purchaseorders.stores.dynamodb.DynamoDuplicateStore;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of published events, on DynamoDB Local and through the bytes that EventBridge sends. */
@NullMarked
class OrderProcessorTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String PLACED =
            "{\"eventId\":\"e1\",\"orderId\":\"o1\",\"occurredAt\":\"2026-11-23T10:00:00Z\",\"customerId\":\"c1\","
                    + "\"currency\":\"EUR\",\"lines\":[{\"sku\":\"s\",\"quantity\":1,\"unitPrice\":12.50}],\"note\":\"\\u00e4\"}";

    @SuppressWarnings("NullAway.Init")
    private Tables tables;

    private int deliveries;

    @BeforeEach
    void begin() {
        tables = LocalTables.create();
    }

    private String publish(String type, String detail) throws IOException {
        String payload = "{\"version\":\"0\",\"id\":\"delivery-" + deliveries++ + "\",\"detail-type\":\"" + type
                + "\",\"source\":\"shop\",\"account\":\"0\",\"time\":\"2026-11-23T12:00:00Z\",\"resources\":[],\"detail\":"
                + detail + "}";
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new OrderProcessor(
                        new DynamoEventStore(tables),
                        new DynamoRejectionStore(tables),
                        new DynamoDuplicateStore(tables),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        Telemetry.SILENT)
                .handleRequest(
                        new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), answer, NoContext.INSTANCE);
        return answer.toString(StandardCharsets.UTF_8).replaceAll(".*:\"|\"}", "");
    }

    private List<Rejection> rejections() {
        return new DynamoRejectionStore(tables)
                .newestFirst(Optional.empty(), Optional.empty(), Optional.empty())
                .toList();
    }

    @Test
    void a_valid_event_is_stored_once_with_the_very_text_that_was_published() throws IOException {
        assertThat(publish("OrderPlaced", PLACED)).isEqualTo("accepted");
        assertThat(publish("OrderPlaced", PLACED)).isEqualTo("duplicate");
        assertThat(publish("OrderPlaced", " " + PLACED.replace("12.50", "1.25e1")))
                .isEqualTo("duplicate");
        assertThat(new DynamoEventStore(tables).history("o1")).singleElement().satisfies(stored -> {
            assertThat(stored.detail()).isEqualTo(PLACED);
            assertThat(stored.recordedAt()).isEqualTo(NOW);
            assertThat(stored.source()).isEqualTo("shop");
        });
        assertThat(rejections()).isEmpty();
        assertThat(new DynamoDuplicateStore(tables).of("o1", "e1")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T10:00:00Z", "2026-11-23T10:00:01Z"})
    void another_content_under_a_known_id_is_a_conflict_whatever_its_time(String occurredAt) throws IOException {
        publish("OrderPlaced", PLACED);
        String other = PLACED.replace("2026-11-23T10:00:00Z", occurredAt).replace("c1", "c2");
        assertThat(publish("OrderPlaced", other)).isEqualTo("conflict");
        assertThat(publish("OrderPlaced", other)).isEqualTo("conflict");
        assertThat(new DynamoEventStore(tables).history("o1")).hasSize(1);
        assertThat(rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.outcome()).isEqualTo(Outcome.CONFLICT);
            assertThat(rejection.detail()).isEqualTo(other);
            assertThat(rejection.digests())
                    .hasValueSatisfying(digests -> assertThat(digests.stored()).isNotEqualTo(digests.received()));
        });
    }

    @Test
    void another_type_under_a_known_id_is_a_conflict() throws IOException {
        String detail = "{\"eventId\":\"e1\",\"orderId\":\"o1\",\"occurredAt\":\"2026-11-23T10:00:00Z\"}";
        assertThat(publish("OrderConfirmed", detail)).isEqualTo("accepted");
        assertThat(publish("OrderDelivered", detail)).isEqualTo("conflict");
    }

    @Test
    void an_invalid_event_is_kept_whole_with_every_reason() throws IOException {
        String detail = "{\"eventId\":\"x y\",\"orderId\":\"o1\",\"occurredAt\":\"2026-11-24T12:00:01Z\",\"big\":1.10}";
        assertThat(publish("OrderConfirmed", detail)).isEqualTo("rejected");
        assertThat(rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.detail()).isEqualTo(detail);
            assertThat(rejection.orderId()).contains("o1");
            assertThat(rejection.reasons()).extracting(Fault::pointer).containsExactly("/eventId", "/occurredAt");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1e99999999999}", "{\"a\":1,\"a\":2}", "[1]", "\"text\"", "null"})
    void what_cannot_be_read_is_kept_as_text_and_not_retried(String detail) throws IOException {
        assertThat(publish("OrderConfirmed", detail)).isEqualTo("rejected");
        assertThat(rejections()).extracting(Rejection::detail).containsExactly(detail);
    }

    @Test
    void the_largest_event_with_the_most_faults_is_kept() throws IOException {
        String line =
                "{\"sku\":\"\",\"quantity\":0,\"unitPrice\":-1,\"discount\":-1,\"x\":\"" + "y".repeat(420) + "\"},";
        String detail = "{\"lines\":[" + line.repeat(500).replaceAll(",$", "") + "]}";
        assertThat(publish("OrderPlaced", detail)).isEqualTo("rejected");
        assertThat(rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.detail()).isEqualTo(detail);
            assertThat(rejection.reasons()).hasSizeGreaterThan(2_000);
        });
    }
}
