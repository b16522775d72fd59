package io.purchaseorders.cli.endtoend;

import static io.purchaseorders.cli.endtoend.RunningSystem.AGGREGATIONS_TABLE;
import static io.purchaseorders.cli.endtoend.RunningSystem.AUDIT;
import static io.purchaseorders.cli.endtoend.RunningSystem.EVENTS_TABLE;
import static io.purchaseorders.cli.endtoend.RunningSystem.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.replay.Replay.Difference;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** The three functions behind PutEvents, the stream and the API, as their users meet them. */
@Timeout(600)
class EndToEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOTAL = "/aggregations/ALL?granularity=TOTAL";

    @SuppressWarnings("NullAway.Init")
    private RunningSystem running;

    @BeforeEach
    void start() throws BindException {
        running = new RunningSystem();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private void awaitEqualReplay(int events) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var report = running.replay().run();
            assertThat(report.differences()).isEmpty();
            assertThat(report.eventCount()).isEqualTo(events);
        });
    }

    private void accepted(List<SampleEvent> events) {
        assertThat(running.publish(events))
                .extracting(PutEventsResultEntry::errorCode)
                .containsOnlyNulls();
    }

    private JsonNode totals() {
        return running.json(TOTAL, READ).path("items");
    }

    @Test
    void every_invalid_event_is_among_the_rejections_with_its_reason_and_counts_for_nothing() {
        List<SampleEvent> valid = SampleEvent.generated(3, 1);
        accepted(valid);
        awaitEqualReplay(valid.size());
        JsonNode before = totals();

        accepted(InvalidEvent.ALL.stream().map(InvalidEvent::event).toList());
        Map<String, JsonNode> rejections = running.list("/rejections", AUDIT).stream()
                .collect(Collectors.toMap(item -> item.path("source").asText(), item -> item));

        SoftAssertions softly = new SoftAssertions();
        for (InvalidEvent row : InvalidEvent.ALL) {
            JsonNode rejection = rejections.getOrDefault(row.fault(), SampleEvent.json("{}"));
            softly.assertThat(rejection.path("outcome").asText())
                    .as(row.fault())
                    .isEqualTo("rejected");
            softly.assertThat(rejection.path("type").asText()).as(row.fault()).isEqualTo(row.type());
            softly.assertThat(rejection.path("reasons"))
                    .as(row.fault())
                    .extracting(reason -> reason.path("pointer").asText())
                    .contains(row.pointer());
            softly.assertThat(rejection.path("reasons"))
                    .as(row.fault())
                    .allMatch(reason -> !reason.path("message").asText().isBlank());
        }
        softly.assertAll();
        assertThat(InvalidEvent.ALL).hasSizeGreaterThanOrEqualTo(50);
        assertThat(rejections).hasSameSizeAs(InvalidEvent.ALL);
        awaitEqualReplay(valid.size());
        assertThat(totals()).isEqualTo(before);
    }

    @Test
    void totals_as_of_now_and_the_events_behind_them_are_what_the_rows_hold() {
        List<SampleEvent> events = SampleEvent.generated(20, 5);
        accepted(events);
        awaitEqualReplay(events.size());
        String customer = running.json("/orders/" + events.getFirst().orderId(), READ)
                .path("customerId")
                .asText();
        for (String key : List.of("ALL", RunningSystem.encoded("CUSTOMER#" + customer))) {
            String total = "/aggregations/" + key + "?granularity=TOTAL";
            JsonNode rows = running.json(total, READ).path("items");
            assertThat(rows).hasSize(1);
            assertThat(running.json(total + "&knownAt=2999-01-01T00:00:00Z", AUDIT)
                            .path("items"))
                    .isEqualTo(rows);
            BigDecimal placed = running.list("/aggregations/" + key + "/explain?granularity=TOTAL", AUDIT).stream()
                    .map(item -> item.at("/contribution/orders/placed").decimalValue())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(placed).isEqualByComparingTo(rows.at("/0/orders/placed").decimalValue());
        }
        assertThat(running.list("/aggregations/ALL/explain?granularity=TOTAL", AUDIT))
                .hasSize(events.size());
    }

    @Test
    void what_is_no_object_is_refused_at_once() {
        List<SampleEvent> malformed =
                List.of("[]", "7", "\"text\"", "null", "{", "{}{}", "not JSON", "{\"a\":}", "{'a':1}").stream()
                        .map(detail -> new SampleEvent("shop", "OrderPlaced", detail))
                        .toList();
        assertThat(running.publish(malformed))
                .extracting(PutEventsResultEntry::errorCode)
                .containsOnly("MalformedDetail");
        assertThat(running.list("/rejections", AUDIT)).isEmpty();
    }

    @Test
    void the_same_content_again_is_nothing_new_and_another_content_is_a_conflict() {
        SampleEvent placed = placed("\"eventId\":\"e-1\",\"orderId\":\"PO-1\"", "9.95");
        accepted(List.of(placed));
        accepted(List.of(placed, placed("\"orderId\": \"PO-1\", \"eventId\": \"e-1\"", "9.95")));
        accepted(List.of(placed("\"eventId\":\"e-1\",\"orderId\":\"PO-1\"", "19.95")));
        awaitEqualReplay(1);

        assertThat(running.json("/orders/PO-1", READ).path("total").asText()).isEqualTo("9.95");
        assertThat(running.list("/orders/PO-1/events", AUDIT)).hasSize(1);
        JsonNode receipt = running.json("/events/e-1/receipt?orderId=PO-1", "orders/publish");
        assertThat(receipt.path("outcome").asText()).isEqualTo("conflict");
        assertThat(receipt.path("applied").booleanValue()).isTrue();
        assertThat(receipt.path("effect").asText()).isEqualTo("placed");
        assertThat(receipt.path("duplicateCount").intValue()).isEqualTo(2);
        assertThat(receipt.at("/rejections/0/outcome").asText()).isEqualTo("conflict");
        assertThat(receipt.toString()).doesNotContain("9.95");
        assertThat(running.list("/rejections", AUDIT)).singleElement().satisfies(rejection -> {
            assertThat(rejection.path("outcome").asText()).isEqualTo("conflict");
            assertThat(rejection.path("eventId").asText()).isEqualTo("e-1");
            assertThat(rejection
                            .path("detail")
                            .path("lines")
                            .path(0)
                            .path("unitPrice")
                            .asText())
                    .isEqualTo("19.95");
            assertThat(rejection.path("digests").path("stored").asText())
                    .isNotEmpty()
                    .isNotEqualTo(rejection.path("digests").path("received").asText());
        });
    }

    private static SampleEvent placed(String ids, String price) {
        return new SampleEvent(
                "shop",
                "OrderPlaced",
                "{" + ids + ",\"occurredAt\":\"2026-06-01T10:00:00Z\",\"customerId\":\"c\",\"currency\":\"EUR\","
                        + "\"lines\":[{\"sku\":\"A\",\"quantity\":1,\"unitPrice\":\"" + price + "\"}]}");
    }

    @Test
    void shuffled_and_repeated_events_give_the_totals_that_their_json_adds_up_to() {
        List<SampleEvent> events = SampleEvent.generated(60, 7);
        List<SampleEvent> arrivals = new ArrayList<>(events);
        arrivals.addAll(events);
        Collections.shuffle(arrivals, new Random(7));
        accepted(arrivals);
        awaitEqualReplay(events.size());

        IndependentTotals expected = IndependentTotals.of(events);
        List<String> keys =
                expected.keys().stream().collect(Collectors.groupingBy(key -> key.split("#", 2)[0])).values().stream()
                        .map(ofKind -> ofKind.stream()
                                .max(Comparator.comparingInt((String key) ->
                                                expected.of(key, "HOUR").size())
                                        .thenComparing(Comparator.naturalOrder()))
                                .orElseThrow())
                        .toList();
        assertThat(keys).hasSize(3);
        for (String key : keys) {
            for (String granularity : IndependentTotals.GRANULARITIES.keySet()) {
                assertThat(answered(key, granularity))
                        .as(key + " by " + granularity)
                        .isEqualTo(expected.of(key, granularity));
            }
        }
        assertThat(running.list("/rejections", AUDIT)).isEmpty();
        ordersAreAnsweredAsOfAnyTime(events);
        customersOrdersAreAnsweredNewestFirst(events);
    }

    private Map<String, Map<String, BigDecimal>> answered(String key, String granularity) {
        String from = IndependentTotals.GRANULARITIES
                .getOrDefault(granularity, Instant::toString)
                .apply(Instant.parse("2026-01-01T00:00:00Z"));
        String path = "/aggregations/" + RunningSystem.encoded(key) + "?granularity=" + granularity
                + (granularity.equals("TOTAL") ? "" : "&from=" + from);
        Map<String, Map<String, BigDecimal>> periods = new TreeMap<>();
        running.list(path, READ).forEach(item -> {
            Map<String, BigDecimal> measures = new TreeMap<>();
            flatten("", item, measures);
            assertThat(periods.put(item.path("period").asText(), measures)).isNull();
        });
        return periods;
    }

    private static void flatten(String name, JsonNode node, Map<String, BigDecimal> measures) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> flatten(
                            name.isEmpty() ? member.getKey() : name + "." + member.getKey(),
                            member.getValue(),
                            measures));
        } else if (!name.equals("period")) {
            BigDecimal value = new BigDecimal(node.asText());
            if (value.signum() != 0) {
                measures.put(name, value.stripTrailingZeros());
            }
        }
    }

    private void ordersAreAnsweredAsOfAnyTime(List<SampleEvent> events) {
        events.stream().collect(Collectors.groupingBy(SampleEvent::orderId)).forEach((orderId, unsorted) -> {
            List<SampleEvent> history = unsorted.stream()
                    .sorted(Comparator.comparing(SampleEvent::occurredAt))
                    .toList();
            SampleEvent content = history.stream()
                    .filter(event ->
                            event.type().equals("OrderPlaced") || event.type().equals("OrderAmended"))
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
            JsonNode order = running.json("/orders/" + orderId, READ);
            assertThat(order.path("version").asInt()).isEqualTo(history.size());
            assertThat(order.path("anomalies")).isEmpty();
            assertThat(new BigDecimal(order.path("total").asText()))
                    .isEqualByComparingTo(IndependentTotals.total(content.members()));

            List<JsonNode> published = running.list("/orders/" + orderId + "/events", AUDIT);
            assertThat(published)
                    .extracting(event -> event.path("eventId").asText())
                    .containsExactlyElementsOf(
                            history.stream().map(SampleEvent::eventId).toList());

            SampleEvent first = history.getFirst();
            JsonNode placed = running.json("/orders/" + orderId + "?asOf=" + first.occurredAt(), READ);
            assertThat(placed.path("status").asText()).isEqualTo("PLACED");
            assertThat(placed.path("version").asInt()).isEqualTo(1);
            assertThat(running.get(
                                    "/orders/" + orderId + "?asOf="
                                            + first.occurredAt().minusMillis(1),
                                    READ)
                            .statusCode())
                    .isEqualTo(404);

            Instant known = Instant.parse(published.getLast().path("recordedAt").asText());
            long knownBy = published.stream()
                    .map(event -> Instant.parse(event.path("recordedAt").asText()))
                    .filter(recordedAt -> !recordedAt.isAfter(known))
                    .count();
            assertThat(running.json("/orders/" + orderId + "?knownAt=" + known, READ)
                            .path("version")
                            .asLong())
                    .isEqualTo(knownBy);
            assertThat(running.get("/orders/" + orderId + "?knownAt=2026-01-01T00:00:00Z", READ)
                            .statusCode())
                    .isEqualTo(404);
        });
    }

    private void customersOrdersAreAnsweredNewestFirst(List<SampleEvent> events) {
        events.stream()
                .filter(event -> event.type().equals("OrderPlaced"))
                .collect(Collectors.groupingBy(
                        event -> event.members().path("customerId").asText()))
                .forEach((customer, placings) -> assertThat(
                                running.list("/customers/" + RunningSystem.encoded(customer) + "/orders", READ))
                        .extracting(order -> order.path("orderId").asText())
                        .containsExactlyElementsOf(placings.stream()
                                .sorted(Comparator.comparing(SampleEvent::occurredAt)
                                        .reversed())
                                .map(SampleEvent::orderId)
                                .toList()));
    }

    @Test
    void answers_carry_tags_and_problems_what_went_wrong() {
        accepted(List.of(placed("\"eventId\":\"e-1\",\"orderId\":\"PO-1\"", "9.95")));

        HttpResponse<String> order = running.get("/orders/PO-1", READ);
        String tag = order.headers().firstValue("ETag").orElse("");
        assertThat(tag).startsWith("\"").endsWith("\"");
        HttpResponse<String> unchanged = running.get("/orders/PO-1", READ, "If-None-Match", tag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        accepted(List.of(new SampleEvent(
                "shop",
                "OrderConfirmed",
                "{\"eventId\":\"e-2\",\"orderId\":\"PO-1\",\"occurredAt\":\"2026-06-01T11:00:00Z\"}")));
        HttpResponse<String> changed = running.get("/orders/PO-1", READ, "If-None-Match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).isPresent().get().isNotEqualTo(tag);

        problem(running.get("/orders/PO-2", READ), 404);
        problem(running.get("/customers/nobody/orders", READ), 404);
        problem(running.get("/no/such/route", READ), 404);
        problem(running.get("/orders/PO-1?asOf=yesterday", READ), 400);
        problem(running.get("/aggregations/ALL?granularity=EON&limit=0", READ), 400);
        problem(running.get("/aggregations/ALL?cursor=tampered", READ), 400);
        problem(running.get("/rejections", READ), 403);
        problem(running.get("/orders/PO-1/events", READ), 403);
        problem(running.anonymous("GET", "/orders/PO-1"), 401);
        problem(running.anonymous("POST", "/orders/PO-1"), 405);
        assertThat(running.anonymous("GET", "/health").statusCode()).isEqualTo(200);
        assertThat(running.anonymous("GET", "/openapi.json").statusCode()).isEqualTo(200);
    }

    private static void problem(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .as(answer.uri().toString())
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(SampleEvent.json(answer.body()).path("status").asInt()).isEqualTo(status);
    }

    @Test
    void a_replay_names_each_row_that_was_changed_behind_the_systems_back() {
        List<SampleEvent> events = SampleEvent.generated(20, 3);
        accepted(events);
        awaitEqualReplay(events.size());

        var client = running.system().dynamo().client();
        List<Map<String, AttributeValue>> rows =
                client.scanPaginator(scan -> scan.tableName(AGGREGATIONS_TABLE)).items().stream()
                        .toList();
        String deleted = name(delete(rows, "ALL"));
        String order = text(delete(rows, "ORDER#"), "aggregationKey");
        Map<String, AttributeValue> row = first(rows, "CUSTOMER#");
        String measure = row.keySet().stream()
                .filter(name -> name.endsWith(".gross"))
                .findFirst()
                .orElseThrow();
        client.updateItem(update -> update.tableName(AGGREGATIONS_TABLE)
                .key(key(row))
                .updateExpression("ADD #measure :cent")
                .expressionAttributeNames(Map.of("#measure", measure))
                .expressionAttributeValues(Map.of(":cent", AttributeValue.fromN("0.01")))
                .returnValues(ReturnValue.NONE));
        client.putItem(put -> put.tableName(AGGREGATIONS_TABLE)
                .item(Map.of(
                        "aggregationKey",
                        AttributeValue.fromS("PRODUCT#bogus"),
                        "period",
                        AttributeValue.fromS("M#2026-06"),
                        measure,
                        AttributeValue.fromN("7"))));

        // The row that nobody wrote is not expected, and not in the directory either.
        String bogus = "PRODUCT#bogus M#2026-06";
        assertThat(running.replay().run().differences())
                .extracting(Difference::row)
                .containsExactlyInAnyOrder(deleted, order, name(row), bogus, bogus);
    }

    private Map<String, AttributeValue> delete(List<Map<String, AttributeValue>> rows, String prefix) {
        Map<String, AttributeValue> row = first(rows, prefix);
        running.system()
                .dynamo()
                .client()
                .deleteItem(delete -> delete.tableName(AGGREGATIONS_TABLE).key(key(row)));
        return row;
    }

    private static Map<String, AttributeValue> first(List<Map<String, AttributeValue>> rows, String prefix) {
        return rows.stream()
                .filter(row -> text(row, "aggregationKey").startsWith(prefix))
                .filter(row ->
                        !prefix.equals("CUSTOMER#") || row.keySet().stream().anyMatch(name -> name.endsWith(".gross")))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, AttributeValue> key(Map<String, AttributeValue> row) {
        return Map.of(
                "aggregationKey", AttributeValue.fromS(text(row, "aggregationKey")),
                "period", AttributeValue.fromS(text(row, "period")));
    }

    private static String name(Map<String, AttributeValue> row) {
        return text(row, "aggregationKey") + " " + text(row, "period");
    }

    private static String text(Map<String, AttributeValue> row, String name) {
        AttributeValue value = row.get(name);
        return value == null ? "" : value.s();
    }

    @Test
    void the_events_table_holds_one_item_an_event_sorted_by_time() {
        List<SampleEvent> events = SampleEvent.generated(5, 2);
        accepted(events);
        var items = running.system()
                .dynamo()
                .client()
                .scanPaginator(scan -> scan.tableName(EVENTS_TABLE))
                .items();
        assertThat(StreamSupport.stream(items.spliterator(), false)
                        .map(item -> text(item, "orderId") + " "
                                + text(item, "timestamp").substring(0, 23)))
                .containsExactlyInAnyOrderElementsOf(events.stream()
                        .map(event -> event.orderId() + " "
                                + io.purchaseorders.events.Instants.fixedWidth(event.occurredAt())
                                        .substring(0, 23))
                        .toList());
    }
}
