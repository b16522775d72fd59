package io.purchaseorders.local.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.standin.StandIns;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventBusTest {

    private static final JsonMapper JSON = new JsonMapper();

    @SuppressWarnings("NullAway.Init")
    private static LocalSystem system;

    @BeforeAll
    static void start() {
        system = LocalSystem.start(StandIns.template(), 0, 0, null);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @BeforeEach
    void forget() {
        StandIns.forget();
    }

    private static HttpResponse<String> call(String target, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(system.eventsEndpoint())
                            .header("X-Amz-Target", target)
                            .header("Content-Type", "application/x-amz-json-1.1")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String entry(String source, String type, String bus, String detail) {
        return JSON.createObjectNode()
                .put("Source", source)
                .put("DetailType", type)
                .put("EventBusName", bus)
                .put("Detail", detail)
                .toString();
    }

    private static JsonNode put(String... entries) throws IOException, InterruptedException {
        HttpResponse<String> response =
                call("AWSEvents.PutEvents", "{\"Entries\":[" + String.join(",", entries) + "]}");
        return JSON.readTree(response.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"orderId\":\"o\",\"eventId\":\"e\",\"n\": 1.50e0,  \"big\":123456789012345678901234567890.10}",
                "{\"orderId\":\"o\",\"eventId\":\"e\",\"huge\":1e999999999}",
                "{\"orderId\":\"o\",\"eventId\":\"e\",\"a\":1,\"a\":2,\"u\":\"\\u00e9é\"}"
            })
    void the_detail_arrives_exactly_as_published(String detail) throws Exception {
        JsonNode answer = put(entry("shop", "T", "purchase-orders-local", detail));
        assertThat(answer.path("FailedEntryCount").asInt()).isZero();
        assertThat(StandIns.EVENTS)
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .endsWith("\"detail\":" + detail + "}")
                        .startsWith("{\"version\":\"0\",\"id\":\""
                                + answer.path("Entries").path(0).path("EventId").asText())
                        .contains("\"detail-type\":\"T\",\"source\":\"shop\",\"account\":\"000000000000\""));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``,T,purchase-orders-local,{},InvalidArgument,Source is a required argument",
                "s,``,purchase-orders-local,{},InvalidArgument,DetailType is a required argument",
                "s,T,purchase-orders-local,``,InvalidArgument,Detail is a required argument",
                "s,T,purchase-orders-local,[],MalformedDetail,Detail is malformed.",
                "s,T,purchase-orders-local,{} x,MalformedDetail,Detail is malformed.",
                "s,T,purchase-orders-local,{\"a\":01},MalformedDetail,Detail is malformed.",
                "aws.x,T,purchase-orders-local,{},NotAuthorizedForSourceException,Not authorized",
                "s,T,``,{},ResourceNotFoundException,publish to purchase-orders-local",
                "s,T,other,{},ResourceNotFoundException,publish to purchase-orders-local"
            })
    void a_faulty_entry_is_refused_in_its_place(
            String source, String type, String bus, String detail, String code, String message) throws Exception {
        String good = entry(
                "s",
                "T",
                "arn:aws:events:us-east-1:000000000000:event-bus/purchase-orders-local",
                "{\"orderId\":\"o\",\"eventId\":\"e\"}");
        JsonNode answer = put(good, entry(source, type, bus, detail), good);
        assertThat(answer.path("FailedEntryCount").asInt()).isEqualTo(1);
        JsonNode refused = answer.path("Entries").path(1);
        assertThat(refused.path("ErrorCode").asText()).isEqualTo(code);
        assertThat(refused.path("ErrorMessage").asText()).contains(message);
        assertThat(answer.path("Entries").path(2).has("EventId")).isTrue();
    }

    @Test
    void a_call_of_no_entries_or_eleven_or_too_many_bytes_is_a_validation_exception() throws Exception {
        String good = entry("s", "T", "purchase-orders-local", "{}");
        assertThat(put().path("__type").asText()).isEqualTo("ValidationException");
        assertThat(put((good + "\n").repeat(11).trim().split("\n"))
                        .path("__type")
                        .asText())
                .isEqualTo("ValidationException");
        String large = entry("s", "T", "purchase-orders-local", "{\"a\":\"" + "x".repeat(262_144) + "\"}");
        assertThat(put(large).path("message").asText()).contains("Total size");
    }

    @Test
    void another_operation_is_unknown() throws Exception {
        HttpResponse<String> response = call("AWSEvents.ListRules", "{}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UnknownOperationException");
    }

    @Test
    void a_failing_target_is_tried_again_and_then_the_publisher_is_told() throws Exception {
        String good = entry("s", "T", "purchase-orders-local", "{\"orderId\":\"o\",\"eventId\":\"e\"}");
        StandIns.PROCESSOR_FAILURES.set(2);
        assertThat(put(good).path("FailedEntryCount").asInt()).isZero();
        StandIns.PROCESSOR_FAILURES.set(4);
        assertThat(put(good).path("Entries").path(0).path("ErrorCode").asText()).isEqualTo("InternalFailure");
    }
}
