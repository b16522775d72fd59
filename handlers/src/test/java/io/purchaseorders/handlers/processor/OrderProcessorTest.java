package io.purchaseorders.handlers.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import io.purchaseorders.events.Fault;
import io.purchaseorders.events.Limits;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.stores.EventStore;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.Rejection.Outcome;
import io.purchaseorders.stores.dynamodb.DynamoDuplicateStore;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoNoteStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.Tables;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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

    private String envelope(String type, String detail) {
        return "{\"version\":\"0\",\"id\":\"delivery-" + deliveries++ + "\",\"detail-type\":\"" + type
                + "\",\"source\":\"shop\",\"account\":\"0\",\"time\":\"2026-11-23T12:00:00Z\",\"resources\":[],\"detail\":"
                + detail + "}";
    }

    private OrderProcessor processor(EventStore events) {
        return new OrderProcessor(
                new ProcessorStores(
                        events,
                        events,
                        new DynamoRejectionStore(tables),
                        new DynamoDuplicateStore(tables),
                        new DynamoNoteStore(tables)),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Telemetry.SILENT);
    }

    private BatchAnswer deliver(String... envelopes) {
        return processor(new DynamoEventStore(tables)).handleRequest(Batches.of(envelopes), NoContext.INSTANCE);
    }

    /** The outcome of one event. */
    private String publish(String type, String detail) {
        BatchAnswer answer = deliver(envelope(type, detail));
        assertThat(answer.getBatchItemFailures()).isEmpty();
        assertThat(answer.getOutcomes()).hasSize(1);
        return answer.getOutcomes().keySet().iterator().next();
    }

    private List<Rejection> rejections() {
        return new DynamoRejectionStore(tables)
                .newestFirst(Optional.empty(), Optional.empty(), Optional.empty())
                .toList();
    }

    @Test
    void a_valid_event_is_stored_once_with_the_very_text_that_was_published() {
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
    void another_content_under_a_known_id_is_a_conflict_whatever_its_time(String occurredAt) {
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
    void another_type_under_a_known_id_is_a_conflict() {
        String detail = "{\"eventId\":\"e1\",\"orderId\":\"o1\",\"occurredAt\":\"2026-11-23T10:00:00Z\"}";
        assertThat(publish("OrderConfirmed", detail)).isEqualTo("accepted");
        assertThat(publish("OrderDelivered", detail)).isEqualTo("conflict");
    }

    @Test
    void an_invalid_event_is_kept_whole_with_every_reason() {
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
    void what_cannot_be_read_is_kept_as_text_and_not_retried(String detail) {
        assertThat(publish("OrderConfirmed", detail)).isEqualTo("rejected");
        assertThat(rejections()).extracting(Rejection::detail).containsExactly(detail);
    }

    @Test
    void a_source_that_no_item_could_hold_is_rejected_whole() {
        String longest = "\u20ac".repeat(Limits.SOURCE_CHARACTERS);
        String begin = PLACED.substring(0, PLACED.length() - 1) + ",\"x\":\"";
        String largest = begin + "y".repeat(Limits.DETAIL_BYTES - Limits.bytes(begin) - 2) + "\"}";
        assertThat(deliver(envelope("OrderPlaced", largest).replace("\"shop\"", "\"" + longest + "\""))
                        .getOutcomes())
                .containsOnlyKeys("accepted");
        String beyond = "s".repeat(600_000);
        String other = PLACED.replace("e1", "e2");
        assertThat(deliver(envelope("OrderPlaced", other).replace("\"shop\"", "\"" + beyond + "\""))
                        .getOutcomes())
                .containsOnlyKeys("rejected");
        assertThat(rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.source()).isEqualTo(beyond);
            assertThat(rejection.detail()).isEqualTo(other);
            assertThat(rejection.reasons())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.message()).contains("Source of 600000 characters", "256"));
        });
    }

    @Test
    void the_largest_event_with_the_most_faults_is_kept() {
        String line =
                "{\"sku\":\"\",\"quantity\":0,\"unitPrice\":-1,\"discount\":-1,\"x\":\"" + "y".repeat(420) + "\"},";
        String detail = "{\"lines\":[" + line.repeat(500).replaceAll(",$", "") + "]}";
        assertThat(publish("OrderPlaced", detail)).isEqualTo("rejected");
        assertThat(rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.detail()).isEqualTo(detail);
            assertThat(rejection.reasons()).hasSizeGreaterThan(2_000);
        });
    }

    private static String confirmed(String orderId, String eventId, int second, String rest) {
        return "{\"eventId\":\"" + eventId + "\",\"orderId\":\"" + orderId + "\",\"occurredAt\":\"2026-11-23T10:00:"
                + (second < 10 ? "0" : "") + second + "Z\"" + rest + "}";
    }

    @Test
    void a_batch_reads_each_history_once_and_stores_its_events_in_canonical_order() {
        CountingEvents events = new CountingEvents(new DynamoEventStore(tables));
        String[] envelopes = {
            envelope("OrderConfirmed", confirmed("o1", "c", 30, "")),
            envelope("OrderConfirmed", confirmed("o2", "a", 10, "")),
            envelope("OrderConfirmed", confirmed("o1", "b", 20, "")),
            envelope("OrderConfirmed", confirmed("o1", "b", 20, "")),
            envelope("OrderConfirmed", confirmed("o1", "b", 20, ",\"x\":1")),
            envelope("OrderConfirmed", confirmed("o1", "a", 10, ""))
        };
        BatchAnswer answer = processor(events).handleRequest(Batches.of(envelopes), NoContext.INSTANCE);
        assertThat(answer.getBatchItemFailures()).isEmpty();
        assertThat(answer.getOutcomes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("accepted", 4, "duplicate", 1, "conflict", 1));
        assertThat(events.histories).containsExactlyInAnyOrder("o1", "o2");
        assertThat(events.appended).filteredOn(name -> name.startsWith("o1")).containsExactly("o1 a", "o1 b", "o1 c");
    }

    @Test
    void a_message_that_is_no_event_of_the_bus_goes_back_and_the_others_pass() {
        BatchAnswer answer = deliver(
                "poison",
                envelope("OrderPlaced", PLACED),
                "{}",
                "[]",
                "{\"detail-type\":\"OrderPlaced\",\"detail\":{\"a\":",
                envelope("OrderConfirmed", confirmed("o2", "e", 1, "")));
        assertThat(answer.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactlyInAnyOrder("m-0", "m-2", "m-3", "m-4");
        assertThat(answer.getOutcomes()).isEqualTo(Map.of("accepted", 2));
    }

    @Test
    void what_fails_for_one_event_holds_up_neither_its_order_nor_another() {
        CountingEvents events = new CountingEvents(new DynamoEventStore(tables));
        events.failing.put("o1 b", 99);
        BatchAnswer answer = processor(events)
                .handleRequest(
                        Batches.of(
                                envelope("OrderConfirmed", confirmed("o1", "a", 1, "")),
                                envelope("OrderConfirmed", confirmed("o1", "b", 2, "")),
                                envelope("OrderConfirmed", confirmed("o1", "c", 3, "")),
                                envelope("OrderConfirmed", confirmed("o2", "a", 1, ""))),
                        NoContext.INSTANCE);
        assertThat(answer.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("m-1");
        assertThat(answer.getOutcomes()).isEqualTo(Map.of("accepted", 3));
    }

    @Test
    void a_write_whose_answer_was_lost_is_accepted_and_not_its_own_duplicate() {
        CountingEvents events = new CountingEvents(new DynamoEventStore(tables));
        events.losingAnswers.add("o1 a");
        BatchAnswer answer = processor(events)
                .handleRequest(Batches.of(envelope("OrderConfirmed", confirmed("o1", "a", 1, ""))), NoContext.INSTANCE);
        assertThat(answer.getOutcomes()).isEqualTo(Map.of("accepted", 1));
        assertThat(new DynamoDuplicateStore(tables).of("o1", "a")).isZero();
    }

    @Test
    void a_batch_of_which_nothing_succeeds_is_an_error_of_the_function() {
        CountingEvents events = new CountingEvents(new DynamoEventStore(tables));
        events.failing.put("o1 a", 99);
        assertThatThrownBy(() -> processor(events)
                        .handleRequest(
                                Batches.of(envelope("OrderConfirmed", confirmed("o1", "a", 1, ""))),
                                NoContext.INSTANCE))
                .hasMessage("on purpose");
    }

    @Test
    void an_order_takes_so_many_bytes_of_details_and_the_next_is_rejected_with_the_reason() {
        String filler = ",\"x\":\"" + "y".repeat(Limits.DETAIL_BYTES - 200) + "\"";
        for (int event = 0; event < Limits.ORDER_DETAIL_BYTES / Limits.DETAIL_BYTES; event++) {
            assertThat(publish("OrderConfirmed", confirmed("o1", "e" + event, event, filler)))
                    .isEqualTo("accepted");
        }
        assertThat(publish("OrderConfirmed", confirmed("o1", "last", 50, filler)))
                .isEqualTo("rejected");
        assertThat(rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.reasons())
                        .extracting(Fault::message)
                        .singleElement()
                        .asString()
                        .contains("4000000 bytes"));
        assertThat(publish("OrderConfirmed", confirmed("o1", "e1", 1, filler))).isEqualTo("duplicate");
    }
}
