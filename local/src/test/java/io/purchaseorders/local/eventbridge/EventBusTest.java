package io.purchaseorders.local.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.standin.StandIns;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventBusTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    /** What an earlier test published may still be tried again. */
    @BeforeEach
    void forget() {
        await().atMost(PATIENCE).until(() -> system.pendingMessages() == 0);
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
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(StandIns.EVENTS)
                        .singleElement()
                        .satisfies(event -> assertThat(event)
                                .endsWith("\"detail\":" + detail + "}")
                                .startsWith("{\"version\":\"0\",\"id\":\""
                                        + answer.path("Entries")
                                                .path(0)
                                                .path("EventId")
                                                .asText())
                                .contains("\"detail-type\":\"T\",\"source\":\"shop\",\"account\":\"000000000000\"")));
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
        String large = entry("s", "T", "purchase-orders-local", "{\"a\":\"" + "x".repeat(1_048_576) + "\"}");
        assertThat(put(large).path("message").asText()).contains("Total size");
    }

    @Test
    void another_operation_is_unknown() throws Exception {
        HttpResponse<String> response = call("AWSEvents.ListRules", "{}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("UnknownOperationException");
    }

    @Test
    void the_publisher_does_not_wait_for_a_target_that_fails_and_the_event_comes_all_the_same() throws Exception {
        StandIns.PROCESSOR_FAILURES.set(2);
        assertThat(put(entry("s", "T", "purchase-orders-local", "{\"orderId\":\"o\",\"eventId\":\"e\"}"))
                        .path("FailedEntryCount")
                        .asInt())
                .isZero();
        assertThat(StandIns.EVENTS).isEmpty();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(StandIns.EVENTS).hasSize(1));
    }

    @Test
    void whatever_json_a_detail_holds_is_taken_and_does_not_touch_its_neighbours() throws Exception {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        List<String> details = List.of(
                "{\"orderId\":\"deep\",\"x\":" + deep + "}",
                "{\"orderId\":\"long\",\"x\":" + "1".repeat(5_000) + "}",
                "{\"orderId\":\"name\",\"" + "n".repeat(60_000) + "\":1}",
                "{\"orderId\":\"\\ud800\",\"\\udc00\":1}");
        JsonNode answer = put(details.stream()
                .map(detail -> entry("s", "T", "purchase-orders-local", detail))
                .toArray(String[]::new));
        assertThat(answer.path("FailedEntryCount").asInt()).isZero();
        details.forEach(detail -> await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                system.queue("EventsQueue").bodies().stream().anyMatch(body -> body.contains(detail))
                                        || system.queue("EventsDeadLetters").bodies().stream()
                                                .anyMatch(body -> body.contains(detail))
                                        || StandIns.EVENTS.stream().anyMatch(event -> event.contains(detail)))
                        .isTrue()));
    }

    @Test
    void an_entry_may_have_a_megabyte_and_not_a_byte_more() throws Exception {
        String begin = "{\"orderId\":\"large\",\"x\":\"";
        int room = 1_048_576 - "sT".length() - begin.length() - "\"}".length();
        assertThat(put(entry("s", "T", "purchase-orders-local", begin + "x".repeat(room) + "\"}"))
                        .path("FailedEntryCount")
                        .asInt(-1))
                .isZero();
        assertThat(put(entry("s", "T", "purchase-orders-local", begin + "x".repeat(room + 1) + "\"}"))
                        .path("message")
                        .asText())
                .contains("Total size");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "7",
                "{\"Entries\":7}",
                "{\"Entries\":[7]}",
                "{\"Entries\":[{\"Source\":7}]}",
                "{\"Entries\":[{\"Source\":\"s\",\"DetailType\":{},\"Detail\":\"{}\"}]}",
                "{\"Entries\":[{\"Source\":\"s\",\"DetailType\":\"T\",\"Detail\":{}}]}",
                "{\"Entries\":[{\"Source\":\"s\",\"DetailType\":\"T\",\"Detail\":\"{}\",\"Time\":\"now\"}]}",
                "{\"Entries\":[{\"Source\":\"s\",\"DetailType\":\"T\",\"Detail\":\"{}\",\"Resources\":\"r\"}]}",
                "{\"Entries\":[{\"Source\":\"s\",\"DetailType\":\"T\",\"Detail\":\"{}\",\"Resources\":[1]}]}",
                "{\"Entries\":[{\"Source\":\"s\",\"DetailType\":\"T\",\"Detail\":\"{}\",\"Time\":1e99999999999}]}"
            })
    void a_body_of_other_types_is_a_serialization_exception(String body) throws Exception {
        HttpResponse<String> response = call("AWSEvents.PutEvents", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(response.body()).path("__type").asText()).isEqualTo("SerializationException");
        assertThat(response.body()).doesNotContain("java", "jackson", "<");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "-1e30", "-1", "1e18", "99999999999999999999999"})
    void a_time_that_is_none_is_refused_in_its_place(String time) throws Exception {
        String odd = "{\"Source\":\"s\",\"DetailType\":\"T\",\"Detail\":\"{}\",\"EventBusName\":"
                + "\"purchase-orders-local\",\"Time\":" + time + "}";
        JsonNode answer = put(odd, odd.replace(time, "1795428931.5"));
        assertThat(answer.at("/Entries/0/ErrorCode").asText()).isEqualTo("InvalidArgument");
        assertThat(answer.at("/Entries/1").has("EventId")).isTrue();
    }

    @Test
    void pages_of_the_systems_own_api_may_publish_from_a_browser_and_no_others() throws Exception {
        system.announceApi(java.net.URI.create("http://localhost:4711"));
        for (String own : List.of("http://localhost:4711", "http://127.0.0.1:4711")) {
            assertThat(preflight(own).headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(own);
            assertThat(preflight(own).headers().firstValue("Access-Control-Allow-Headers"))
                    .hasValue("Content-Type, X-Amz-Target");
        }
        for (String foreign :
                List.of("http://localhost:4712", "https://localhost:4711", "http://example.com", "null")) {
            assertThat(preflight(foreign).headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    private static HttpResponse<String> preflight(String origin) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(system.eventsEndpoint())
                            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                            .header("Origin", origin)
                            .header("Access-Control-Request-Headers", "content-type,x-amz-target")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
