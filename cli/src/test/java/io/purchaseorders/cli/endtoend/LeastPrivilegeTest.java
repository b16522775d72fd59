package io.purchaseorders.cli.endtoend;

import static io.purchaseorders.cli.endtoend.RunningSystem.AGGREGATIONS_TABLE;
import static io.purchaseorders.cli.endtoend.RunningSystem.AUDIT;
import static io.purchaseorders.cli.endtoend.RunningSystem.EVENTS_TABLE;
import static io.purchaseorders.cli.endtoend.RunningSystem.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.local.cloudformation.FunctionDefinition;
import io.purchaseorders.local.cloudformation.Role.Statement;
import io.purchaseorders.local.lambda.RoleEnforcement;
import io.purchaseorders.local.lambda.RoleEnforcement.Granted;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoQuarantineStore;
import io.purchaseorders.stores.dynamodb.DynamoShardStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.net.BindException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
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
@Timeout(600)
class LeastPrivilegeTest {

    /** The API reads whichever generation is live; GenerationsTest has it read a later one. */
    private static final Pattern LATER_GENERATIONS = Pattern.compile(".*-[1-9]\\*");

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
        shardThatTheStreamHasForgotten();
        publish();
        release();
        setRowAside();
        ask();

        Set<Granted> unused = new HashSet<>();
        for (FunctionDefinition function : running.system().template().functions()) {
            for (Statement statement :
                    running.system().template().role(function).orElseThrow().statements()) {
                statement
                        .actions()
                        .forEach(action -> statement.resources().stream()
                                .filter(resource ->
                                        !LATER_GENERATIONS.matcher(resource).matches())
                                .forEach(resource -> statement
                                        .keys()
                                        .forEach(keys -> unused.add(
                                                new Granted(function.logicalId(), action, resource, keys)))));
            }
        }
        unused.removeAll(RoleEnforcement.granted());
        assertThat(unused).as("permissions in iamroles.yaml that no call needs").isEmpty();
    }

    /** A row and a checkpoint of a shard that the stream does not list: the first batch sums them and deletes them. */
    private void shardThatTheStreamHasForgotten() {
        new DynamoShardStore(tables()).register("shardId-forgotten", Optional.empty());
        client().putItem(put -> put.tableName(AGGREGATIONS_TABLE)
                .item(Map.of(
                        "aggregationKey", AttributeValue.fromS("CHECKPOINT#shardId-forgotten"),
                        "period", AttributeValue.fromS("2026-01-01T00:00:00.000000000Z"))));
    }

    /** New, late, repeated, contradicting and invalid events. */
    private void publish() {
        List<SampleEvent> events = SampleEvent.generated(8, 5);
        running.publish(events.reversed());
        SampleEvent first = events.getFirst();
        // Afterwards: the events of one call are taken in no order, and the other content could be the first.
        running.publish(List.of(
                first,
                InvalidEvent.ALL.getFirst().event(),
                largeInvalidEvent(),
                new SampleEvent(
                        first.source(),
                        first.type(),
                        first.detail().replaceFirst("\\{", "{\"note\": \"another content\", "))));
        awaitEqualReplay(events.size());
    }

    /** So large, also compressed, that the list of rejections does not hold its content. */
    private static SampleEvent largeInvalidEvent() {
        byte[] noise = new byte[16 * 1024];
        new Random(1).nextBytes(noise);
        return new SampleEvent(
                "shop", "OrderEaten", "{\"note\": \"" + Base64.getEncoder().encodeToString(noise) + "\"}");
    }

    private void awaitEqualReplay(int events) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var report = running.replay().run();
            assertThat(report.differences()).isEmpty();
            assertThat(report.eventCount()).isEqualTo(events);
        });
    }

    /** What {@code ./orders quarantine release} inserts, for an event that is quarantined and has been applied meanwhile. */
    private void release() {
        Map<String, AttributeValue> item =
                client().scan(scan -> scan.tableName(EVENTS_TABLE)).items().getFirst();
        EventRef event = new EventRef(text(item, "orderId"), text(item, "timestamp"));
        new DynamoQuarantineStore(tables())
                .quarantine(
                        new QuarantinedEvent(event, "by a test", "shardId-forgotten", new SequenceNumber("1"), "{}"));
        new DynamoEventStore(tables()).release(event.orderId(), event.timestamp(), "2026-01-01T00:00:00Z");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(new DynamoQuarantineStore(tables()).events()).isEmpty());
    }

    /** A row of totals that takes no additions, because an amount in it is no number. */
    private void setRowAside() {
        Map<String, AttributeValue> row = client().scan(scan -> scan.tableName(AGGREGATIONS_TABLE)).items().stream()
                .filter(item -> text(item, "aggregationKey").equals("ALL"))
                .filter(item -> text(item, "period").startsWith("H#"))
                .filter(item -> item.keySet().stream().anyMatch(name -> name.endsWith(".gross")))
                .findFirst()
                .orElseThrow();
        String hour = text(row, "period").substring("H#".length());
        String gross = row.keySet().stream()
                .filter(name -> name.endsWith(".gross"))
                .findFirst()
                .orElseThrow();
        client().updateItem(update -> update.tableName(AGGREGATIONS_TABLE)
                .key(Map.of("aggregationKey", row.get("aggregationKey"), "period", row.get("period")))
                .updateExpression("SET #gross = :text")
                .expressionAttributeNames(Map.of("#gross", gross))
                .expressionAttributeValues(Map.of(":text", AttributeValue.fromS("much"))));
        String[] names = gross.split("\\.", -1);
        String currency = names[names.length - 2];
        running.publish(List.of(new SampleEvent(
                "shop",
                "OrderPlaced",
                "{\"eventId\":\"aside\",\"orderId\":\"aside\",\"occurredAt\":\"" + hour
                        + ":30:00Z\",\"customerId\":\"c\",\"currency\":\"" + currency
                        + "\",\"lines\":[{\"sku\":\"A\",\"quantity\":1,\"unitPrice\":\"1\"}]}")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                new DynamoQuarantineStore(tables()).state().rows())
                        .isNotEmpty());
    }

    private void ask() {
        SampleEvent event = SampleEvent.generated(8, 5).getFirst();
        running.json("/orders/" + event.orderId(), READ);
        running.json("/orders/" + event.orderId() + "/events", AUDIT);
        String customer = event.members().path("customerId").asText();
        running.json("/customers/" + customer + "/orders", READ);
        running.json("/aggregations/CUSTOMER%23" + customer + "/explain?granularity=TOTAL&period=TOTAL", AUDIT);
        running.json("/aggregations/PRODUCT%23A?granularity=TOTAL", READ);
        running.json("/aggregations/ALL?granularity=TOTAL&asOf=2026-06-01T00:00:00Z", AUDIT);
        running.json("/aggregations/ALL/explain?granularity=TOTAL&period=TOTAL", AUDIT);
        new DynamoQuarantineStore(tables())
                .quarantine(new QuarantinedEvent(
                        new EventRef(event.orderId(), "2026-01-01T00:00:00.000000000Z#set-aside"),
                        "by a test",
                        "shardId-forgotten",
                        new SequenceNumber("2"),
                        "{}"));
        for (SampleEvent published : SampleEvent.generated(8, 5)) {
            running.json(
                    "/events/" + published.eventId() + "/receipt?orderId=" + published.orderId(), "orders/publish");
        }
        running.json("/rejections", AUDIT);
        running.json("/quarantine", AUDIT);
        running.json("/generations", AUDIT);
        running.json("/rankings?of=products&granularity=TOTAL&measure=units.ordered", READ);
        running.json("/health", READ);
    }

    private Tables tables() {
        return Tables.of(Map.of(
                "EVENTS_TABLE",
                EVENTS_TABLE,
                "AGGREGATIONS_TABLE",
                AGGREGATIONS_TABLE,
                "INTAKE_TABLE",
                "order-intake-local",
                "AWS_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL_DYNAMODB",
                running.system().dynamodbEndpoint().toString()));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, AttributeValue.fromS("")).s();
    }

    private DynamoDbClient client() {
        return running.system().dynamo().client();
    }
}
