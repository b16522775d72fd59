package io.purchaseorders.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.replay.IntegrityCheck;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoProjectionStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.math.BigDecimal;
import java.net.BindException;
import java.time.Duration;
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

    @BeforeEach
    void start() throws BindException {
        running = new RunningSystem();
        client = running.system().dynamo().client();
        Tables tables = Tables.of(Map.of(
                "EVENTS_TABLE",
                RunningSystem.EVENTS_TABLE,
                "AGGREGATIONS_TABLE",
                RunningSystem.AGGREGATIONS_TABLE,
                "INTAKE_TABLE",
                "order-intake-local",
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
            assertThat(conservation.run().findings()).as(prefix).isEmpty();
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
            assertThat(conservation.run().findings()).as(prefix).isEmpty();
        }
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
                        .anyMatch(finding -> finding.contains("events are stored, but"))
                        .anyMatch(finding -> finding.contains("REMOVE")));
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
                .untilAsserted(() ->
                        assertThat(conservation.run().findings()).anyMatch(finding -> finding.contains("MODIFY")));
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
