package io.purchaseorders.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.cloudformation.StackTemplate;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.standin.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** What answers say of how fresh they are: nothing waits in an idle system, and what waits shows for as long as it does. */
@Timeout(600)
class HowFreshTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final String QUESTION = """
            {"resource": "/aggregations/{aggregationKey}", "path": "/aggregations/ALL", "httpMethod": "GET",
             "multiValueQueryStringParameters": {"granularity": ["TOTAL"]},
             "requestContext": {"authorizer": {"claims": {"token_use": "access", "scope": "orders/read"}}}}""";

    private final List<SampleEvent> events = SampleEvent.generated(20, 18);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Test
    void an_idle_system_has_no_lag_soon_after_its_last_event_and_after_a_restart() {
        int dynamodb = Programs.freePort();
        try (LocalSystem system = LocalSystem.start(dynamodb, 0, data)) {
            publish(system, events);
            await().atMost(PATIENCE)
                    .until(() -> RunningSystem.replay(system.dynamodbEndpoint())
                            .run()
                            .isEqual());
            await().atMost(SOON).until(() -> lagMillis(system) == 0);
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> lagMillis(system) == 0);
        }
        try (LocalSystem system = LocalSystem.start(dynamodb, 0, data)) {
            assertThat(lagMillis(system)).isZero();
            assertThat(placed(system)).isEqualTo(orders(events));
        }
    }

    @Test
    void a_system_that_is_held_up_shows_a_growing_lag_and_claims_nothing_that_it_lacks() {
        int dynamodb = Programs.freePort();
        int half = events.size() / 2;
        try (Gate gate = new Gate(dynamodb)) {
            StackTemplate template = GatedSystem.template("order-aggregator", gate.port(), 1_000);
            try (LocalSystem system = LocalSystem.start(template, dynamodb, 0, null)) {
                publish(system, events.subList(0, half));
                await().atMost(PATIENCE)
                        .until(() -> placed(system) == orders(events.subList(0, half)) && lagMillis(system) == 0);
                gate.shut();
                Instant before = Instant.now();
                publish(system, events.subList(half, events.size()));
                await().atMost(PATIENCE).until(() -> lagMillis(system) > 2_000);
                await().atMost(PATIENCE).until(() -> lagMillis(system) > 6_000);
                assertThat(Instant.parse(freshness(system).path("asOf").asText()))
                        .isBefore(before);
                gate.open();
                await().atMost(PATIENCE).until(() -> placed(system) == orders(events) && lagMillis(system) == 0);
            }
        }
    }

    private static long orders(List<SampleEvent> published) {
        return published.stream()
                .filter(event -> event.type().equals("OrderPlaced"))
                .count();
    }

    private static void publish(LocalSystem system, List<SampleEvent> published) {
        try (EventBridgeClient client = LocalDynamo.connected(EventBridgeClient.builder(), system.eventsEndpoint())
                .build()) {
            assertThat(RunningSystem.publish(client, published))
                    .allSatisfy(answer -> assertThat(answer.errorCode()).isNull());
        }
        RunningSystem.awaitProcessor(system);
    }

    private static JsonNode answer(LocalSystem system) {
        try {
            byte[] response = system.functions().api().invoke(QUESTION.getBytes(StandardCharsets.UTF_8));
            JsonNode answer = SampleEvent.json(new String(response, StandardCharsets.UTF_8));
            assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(200);
            return SampleEvent.json(answer.path("body").asText());
        } catch (FunctionError e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode freshness(LocalSystem system) {
        return answer(system).path("freshness");
    }

    private static long lagMillis(LocalSystem system) {
        return freshness(system).path("lagMillis").asLong();
    }

    private static long placed(LocalSystem system) {
        return answer(system)
                .path("items")
                .path(0)
                .path("orders")
                .path("placed")
                .asLong();
    }
}
