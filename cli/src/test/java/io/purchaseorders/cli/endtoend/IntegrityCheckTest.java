package io.purchaseorders.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.replay.IntegrityCheck;
import io.purchaseorders.replay.Replay;
import io.purchaseorders.stores.Violation.Acknowledgement;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.EventItem;
import io.purchaseorders.stores.dynamodb.Tables;
import java.math.BigDecimal;
import java.net.BindException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What was done behind the system's back is found without a replay. */
class IntegrityCheckTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private RunningSystem running;
    private IntegrityCheck conservation;
    private DynamoDbClient client;

    @SuppressWarnings("NullAway.Init")
    private Tables tables;

    @BeforeEach
    void start() throws BindException {
        running = new RunningSystem();
        client = running.system().dynamo().client();
        tables = Tables.of(Map.of(
                "EVENTS_TABLE",
                RunningSystem.EVENTS_TABLE,
                "AGGREGATIONS_TABLE",
                RunningSystem.AGGREGATIONS_TABLE,
                "INTAKE_TABLE",
                "order-intake-local",
                "EVENT_KEYS_SECRET",
                running.system().functions().api().definition().environment().getOrDefault("EVENT_KEYS_SECRET", ""),
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                running.system().secretsEndpoint().toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL_DYNAMODB",
                running.system().dynamodbEndpoint().toString()));
        conservation = new IntegrityCheck(
                new DynamoEventStore(tables),
                new DynamoProjectionStore(tables),
                new DynamoQuarantineStore(tables),
                new DynamoShardStore(tables));
        List<SampleEvent> events = SampleEvent.generated(12, 3);
        running.publish(events);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(conservation.run().findings()).isEmpty();
            assertThat(conservation.run().applied()).isEqualTo(events.size());
        });
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private Map<String, AttributeValue> any(String table, String keyPrefix) {
        String key = table.equals(RunningSystem.EVENTS_TABLE) ? "orderId" : "aggregationKey";
        return client.scanPaginator(scan -> scan.tableName(table)).items().stream()
                .filter(item -> text(item, key).startsWith(keyPrefix))
                .filter(item -> !text(item, "period").startsWith("#"))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, AttributeValue.fromS("")).s();
    }

    private static Map<String, AttributeValue> key(Map<String, AttributeValue> item, String hash, String range) {
        return Map.of(hash, item.get(hash), range, item.get(range));
    }

    @Test
    void a_deleted_row_of_totals() {
        for (String prefix : List.of("ALL", "CUSTOMER#", "PRODUCT#")) {
            Map<String, AttributeValue> row = any(RunningSystem.AGGREGATIONS_TABLE, prefix);
            client.deleteItem(delete ->
                    delete.tableName(RunningSystem.AGGREGATIONS_TABLE).key(key(row, "aggregationKey", "period")));
            assertThat(conservation.run().findings()).as(prefix).isNotEmpty();
            client.putItem(
                    put -> put.tableName(RunningSystem.AGGREGATIONS_TABLE).item(row));
            awaitNoFindings(prefix);
        }
    }

    @Test
    void an_amount_that_was_changed_by_one_cent() {
        for (String prefix : List.of("ALL", "CUSTOMER#", "PRODUCT#")) {
            Map<String, AttributeValue> row =
                    client.scanPaginator(scan -> scan.tableName(RunningSystem.AGGREGATIONS_TABLE)).items().stream()
                            .filter(item -> text(item, "aggregationKey").startsWith(prefix))
                            .filter(item -> item.keySet().stream().anyMatch(name -> name.endsWith(".gross")))
                            .findFirst()
                            .orElseThrow();
            String gross = row.keySet().stream()
                    .filter(name -> name.endsWith(".gross"))
                    .findFirst()
                    .orElseThrow();
            change(row, gross, new BigDecimal("0.01"));
            assertThat(conservation.run().findings()).as(prefix).anyMatch(finding -> finding.contains("0.01"));
            change(row, gross, new BigDecimal("-0.01"));
            awaitNoFindings(prefix);
        }
    }

    /** A window that ends meanwhile is written in two steps, and a look may fall between them. */
    private void awaitNoFindings(String prefix) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(conservation.run().findings()).as(prefix).isEmpty());
    }

    private void change(Map<String, AttributeValue> row, String attribute, BigDecimal by) {
        client.updateItem(update -> update.tableName(RunningSystem.AGGREGATIONS_TABLE)
                .key(key(row, "aggregationKey", "period"))
                .updateExpression("ADD #attribute :by")
                .expressionAttributeNames(Map.of("#attribute", attribute))
                .expressionAttributeValues(Map.of(":by", AttributeValue.fromN(by.toPlainString()))));
    }

    @Test
    void a_deleted_event() {
        Map<String, AttributeValue> event = any(RunningSystem.EVENTS_TABLE, "");
        client.deleteItem(
                delete -> delete.tableName(RunningSystem.EVENTS_TABLE).key(key(event, "orderId", "timestamp")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(conservation.run().findings())
                        .anyMatch(finding -> finding.contains("events are stored, but")));
        assertThat(conservation.run().evidence()).anyMatch(finding -> finding.contains("was removed at"));
    }

    @Test
    void a_modified_event() {
        Map<String, AttributeValue> event = any(RunningSystem.EVENTS_TABLE, "");
        client.updateItem(update -> update.tableName(RunningSystem.EVENTS_TABLE)
                .key(key(event, "orderId", "timestamp"))
                .updateExpression("SET #source = :other")
                .expressionAttributeNames(Map.of("#source", "source"))
                .expressionAttributeValues(Map.of(":other", AttributeValue.fromS("someone else"))));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(conservation.run().evidence())
                        .anyMatch(finding -> finding.contains("was changed at"))
                        .anyMatch(finding -> finding.contains("is not what was recorded")));
    }

    /** Everything that whoever can write to all tables, and has no key, would think of. */
    @Test
    void an_event_that_was_edited_together_with_its_rows_and_whose_violation_was_deleted() {
        Map<String, AttributeValue> event =
                client.scanPaginator(scan -> scan.tableName(RunningSystem.EVENTS_TABLE)).items().stream()
                        .filter(item -> text(item, "type").equals("OrderPlaced"))
                        .findFirst()
                        .orElseThrow();
        client.updateItem(update -> update.tableName(RunningSystem.EVENTS_TABLE)
                .key(key(event, "orderId", "timestamp"))
                .updateExpression("SET detail = :other")
                .expressionAttributeValues(Map.of(
                        ":other",
                        AttributeValue.fromS(text(event, "detail").replaceFirst("\\{", "{\"note\":\"a cent\",")))));
        await().atMost(PATIENCE).until(() -> !violations().isEmpty());
        violations()
                .forEach(item -> client.deleteItem(
                        delete -> delete.tableName("order-intake-local").key(key(item, "subject", "entry"))));
        String name = "event " + text(event, "orderId") + " " + text(event, "timestamp");
        assertThat(conservation.run().evidence())
                .anyMatch(finding -> finding.startsWith(name + " is not what was recorded: its authentication code")
                        && finding.contains("the original is in exports"))
                .anyMatch(finding ->
                        finding.matches("violations that the stream told of were deleted from the intake table: 1,"
                                + " of what was done (after|between|in) .*"));
        assertThat(running.json("/orders/" + text(event, "orderId") + "/events", RunningSystem.AUDIT)
                        .path("items")
                        .toString())
                .contains("\"altered\":\"its authentication code is not that of its content\"");
        String altered = "{\"eventId\":\"" + text(event, "timestamp").replaceFirst("^[^#]*#", "")
                + "\",\"orderId\":\"" + text(event, "orderId")
                + "\",\"altered\":\"its authentication code is not that of its content\"";
        assertThat(running.json("/aggregations/ALL/explain?granularity=TOTAL&limit=1000", RunningSystem.AUDIT)
                        .path("items")
                        .toString())
                .contains(altered);
        assertThat(running.json("/aggregations/ALL?granularity=TOTAL&asOf=2030-01-01T00:00:00Z", RunningSystem.AUDIT)
                        .at("/leftOut/events")
                        .asInt())
                .isEqualTo(1);
    }

    private List<Map<String, AttributeValue>> violations() {
        return client.query(query -> query.tableName("order-intake-local")
                        .keyConditionExpression("subject = :violations")
                        .expressionAttributeValues(Map.of(":violations", AttributeValue.fromS("VIOLATIONS"))))
                .items();
    }

    @Test
    void an_event_that_somebody_else_inserted_long_ago_as_it_says() {
        String detail = "{\"eventId\":\"forged\",\"orderId\":\"PO-forged\",\"occurredAt\":\"2026-03-01T10:00:00Z\","
                + "\"customerId\":\"C-forged\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"A\",\"quantity\":1,"
                + "\"unitPrice\":\"1000\"}]}";
        long before = conservation.run().applied();
        Map<String, AttributeValue> forged = new HashMap<>();
        EventItem.write(new RecordedEvent(
                        EventCodec.stored("OrderPlaced", detail),
                        "shop",
                        Instant.parse("2026-03-01T10:00:01Z"),
                        detail))
                .forEach((attribute, value) -> forged.put(attribute, AttributeValue.fromS(value)));
        client.putItem(put -> put.tableName(RunningSystem.EVENTS_TABLE).item(forged));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(conservation.run().evidence())
                        .singleElement()
                        .asString()
                        .startsWith("event PO-forged 2026-03-01T10:00:00.000000000Z#forged was forged at "));
        IntegrityCheck.Report report = conservation.run();
        assertThat(report.applied()).isEqualTo(before);
        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(report.findings()).isEmpty();
        assertThat(running.json("/aggregations/CUSTOMER%23C-forged?granularity=TOTAL", RunningSystem.READ)
                        .path("items"))
                .isEmpty();
        assertThat(running.json("/aggregations/CUSTOMER%23C-forged/explain?granularity=TOTAL", RunningSystem.AUDIT)
                        .at("/items/0/altered")
                        .asText())
                .isEqualTo("it has no authentication code");
        assertThat(new Replay(new DynamoEventStore(tables), new DynamoProjectionStore(tables), ZoneOffset.UTC)
                        .run()
                        .isEqual())
                .isTrue();
        String violation = text(violations().getFirst(), "entry");
        assertThat(new DynamoQuarantineStore(tables)
                        .acknowledge(violation, new Acknowledgement("ann", "reported", Instant.now())))
                .isTrue();
        assertThat(conservation.run().isBalanced()).isTrue();
    }

    @Test
    void an_event_that_never_reached_the_projections_by_its_name() {
        Map<String, AttributeValue> order = any(RunningSystem.AGGREGATIONS_TABLE, "ORDER#");
        client.deleteItem(delete ->
                delete.tableName(RunningSystem.AGGREGATIONS_TABLE).key(key(order, "aggregationKey", "period")));
        String orderId = text(order, "aggregationKey").substring("ORDER#".length());
        assertThat(conservation.run().findings())
                .anyMatch(finding -> finding.contains("events are stored, but"))
                .anyMatch(finding -> finding.contains("event " + orderId + " ")
                        && finding.contains("neither applied nor quarantined"));
    }

    @Test
    void a_record_that_the_stream_skipped() {
        client.updateItem(update -> update.tableName(RunningSystem.AGGREGATIONS_TABLE)
                .key(key(any(RunningSystem.AGGREGATIONS_TABLE, "SHARDS"), "aggregationKey", "period"))
                .updateExpression("ADD applied :less, received :less")
                .expressionAttributeValues(Map.of(":less", AttributeValue.fromN("-1"))));
        assertThat(conservation.run().findings())
                .anyMatch(finding -> finding.contains("applied or quarantined from the stream"));
    }
}
