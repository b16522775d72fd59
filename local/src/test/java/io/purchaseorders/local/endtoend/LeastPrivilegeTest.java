package io.purchaseorders.local.endtoend;

import static io.purchaseorders.local.endtoend.RunningSystem.AGGREGATIONS_TABLE;
import static io.purchaseorders.local.endtoend.RunningSystem.AUDIT;
import static io.purchaseorders.local.endtoend.RunningSystem.EVENTS_TABLE;
import static io.purchaseorders.local.endtoend.RunningSystem.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.handlers.dynamodb.DynamoEventStore;
import io.purchaseorders.handlers.dynamodb.Tables;
import io.purchaseorders.local.lambda.RoleEnforcement;
import io.purchaseorders.local.lambda.RoleEnforcement.Granted;
import io.purchaseorders.local.template.FunctionDefinition;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Roles allow what is called and nothing else. What is missing fails wherever a function runs here, because the local
 * system refuses it; what is too much fails here, where every path is taken.
 */
@Timeout(120)
class LeastPrivilegeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    @Test
    void every_permission_is_needed_by_a_call() {
        publish();
        release();
        setRowAside();
        ask();

        Set<String> unused = new TreeSet<>();
        for (FunctionDefinition function : running.system().template().functions()) {
            Set<String> called = RoleEnforcement.granted().stream()
                    .filter(granted -> granted.functionLogicalId().equals(function.logicalId()))
                    .map(LeastPrivilegeTest::text)
                    .collect(Collectors.toSet());
            var role = running.system().template().role(function).orElseThrow();
            role.statements()
                    .forEach(statement -> statement
                            .actions()
                            .forEach(action -> statement
                                    .resources()
                                    .forEach(resource -> unused.add(
                                            called.contains(action + " on " + resource)
                                                    ? ""
                                                    : role.logicalId() + " allows " + action + " on " + resource))));
        }
        unused.remove("");
        assertThat(unused).as("permissions in iamroles.yaml that no call needs").isEmpty();
    }

    private static String text(Granted granted) {
        return granted.action() + " on " + granted.resource();
    }

    /** New, late, repeated, contradicting and invalid events. */
    private void publish() {
        List<SampleEvent> events = SampleEvent.generated(8, 5);
        List<SampleEvent> arrivals = new ArrayList<>(events.reversed());
        arrivals.add(events.getFirst());
        arrivals.add(InvalidEvent.ALL.getFirst().event());
        SampleEvent first = events.getFirst();
        arrivals.add(new SampleEvent(
                first.source(), first.type(), first.detail().replaceFirst("\\{", "{\"note\": \"another content\", ")));
        running.publish(arrivals);
        awaitEqualReplay(events.size());
    }

    private void awaitEqualReplay(int events) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var report = running.replay().run();
            assertThat(report.differences()).isEmpty();
            assertThat(report.eventCount()).isEqualTo(events);
        });
    }

    /** What {@code ./orders quarantine release} inserts, for an event that has been applied meanwhile. */
    private void release() {
        Map<String, AttributeValue> event =
                client().scan(scan -> scan.tableName(EVENTS_TABLE)).items().getFirst();
        String orderId = text(event, "orderId");
        Tables tables = Tables.of(Map.of(
                "EVENTS_TABLE",
                EVENTS_TABLE,
                "AGGREGATIONS_TABLE",
                AGGREGATIONS_TABLE,
                "AWS_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL_DYNAMODB",
                running.system().dynamodbEndpoint().toString()));
        new DynamoEventStore(tables).release(orderId, text(event, "timestamp"), "2026-01-01T00:00:00Z");
        awaitCall("dynamodb:DeleteItem");
    }

    /** A row of totals that takes no additions, because an amount in it is no number. */
    private void setRowAside() {
        Map<String, AttributeValue> row = client().scan(scan -> scan.tableName(AGGREGATIONS_TABLE)).items().stream()
                .filter(item -> text(item, "aggregationKey").equals("ALL"))
                .filter(item -> item.keySet().stream().anyMatch(name -> name.endsWith(".gross")))
                .findFirst()
                .orElseThrow();
        String hour = text(row, "period");
        String gross = row.keySet().stream()
                .filter(name -> name.endsWith(".gross"))
                .findFirst()
                .orElseThrow();
        client().updateItem(update -> update.tableName(AGGREGATIONS_TABLE)
                .key(Map.of("aggregationKey", row.get("aggregationKey"), "period", row.get("period")))
                .updateExpression("SET #gross = :text")
                .expressionAttributeNames(Map.of("#gross", gross))
                .expressionAttributeValues(Map.of(":text", AttributeValue.fromS("much"))));
        String currency = gross.split("\\.", -1)[2];
        running.publish(List.of(new SampleEvent(
                "shop",
                "OrderPlaced",
                "{\"eventId\":\"aside\",\"orderId\":\"aside\",\"occurredAt\":\"" + hour
                        + ":30:00Z\",\"customerId\":\"c\",\"currency\":\"" + currency
                        + "\",\"lines\":[{\"sku\":\"A\",\"quantity\":1,\"unitPrice\":\"1\"}]}")));
        awaitCall("dynamodb:GetItem");
    }

    private static void awaitCall(String action) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(RoleEnforcement.granted())
                        .anyMatch(granted -> granted.functionLogicalId().equals("OrderAggregatorFunction")
                                && granted.action().equals(action)));
    }

    private void ask() {
        SampleEvent event = SampleEvent.generated(8, 5).getFirst();
        running.json("/orders/" + event.orderId(), READ);
        running.json("/orders/" + event.orderId() + "/events", AUDIT);
        running.json("/customers/" + event.members().path("customerId").asText() + "/orders", READ);
        running.json("/aggregations/PRODUCT%23A?granularity=TOTAL", READ);
        running.json("/aggregations/ALL?granularity=TOTAL&asOf=2026-06-01T00:00:00Z", READ);
        running.json("/aggregations/ALL/explain?granularity=TOTAL&period=TOTAL", AUDIT);
        for (SampleEvent published : SampleEvent.generated(8, 5)) {
            running.json(
                    "/events/" + published.eventId() + "/receipt?orderId=" + published.orderId(), "orders/publish");
        }
        running.json("/rejections", AUDIT);
        running.json("/health", READ);
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, AttributeValue.fromS("")).s();
    }

    private DynamoDbClient client() {
        return running.system().dynamo().client();
    }
}
