package io.purchaseorders.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.standin.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Between the bus and the table nothing is lost, whatever befalls the processor and its tables. */
@Timeout(600)
class NothingLostTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** An asynchronous invocation would be tried three times: what fails more often than that would be lost without a queue. */
    private static final int ALL_RETRIES = 3;

    /** A delivery gives up after eight calls of at most nine attempts each. */
    private static final int MORE_CALLS_THAN_ALL_RETRIES = ALL_RETRIES * 8 * 9;

    private final List<SampleEvent> events = SampleEvent.generated(40, 17);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Test
    void tables_that_are_away_for_longer_than_any_retry_get_every_event_once_when_they_are_back() {
        int dynamodb = Programs.freePort();
        try (Gate gate = new Gate(dynamodb);
                LocalSystem system = LocalSystem.start(GatedSystem.template(gate.port(), 1_000), dynamodb, 0, null)) {
            gate.shut();
            publish(system.eventsEndpoint());
            await().atMost(PATIENCE).until(() -> system.queue("EventsQueue").fewestReceives() > ALL_RETRIES);
            assertThat(stored(dynamodb)).isEmpty();
            assertThat(system.pendingMessages()).isEqualTo(events.size());
            gate.open();
            await().atMost(PATIENCE).until(() -> system.pendingMessages() == 0);
            assertStoredOnce(dynamodb);
            assertThat(system.queue("EventsDeadLetters").size()).isZero();
        }
    }

    @Test
    void the_same_with_a_kill_in_between() throws Exception {
        int dynamodb = Programs.freePort();
        int bus = Programs.freePort();
        try (Gate gate = new Gate(dynamodb)) {
            gate.shut();
            Process first = start(gate.port(), dynamodb, bus);
            publish(URI.create("http://localhost:" + bus));
            await().atMost(PATIENCE).until(() -> gate.refused() > MORE_CALLS_THAN_ALL_RETRIES);
            first.destroyForcibly().waitFor();
            int before = gate.refused();
            Process second = start(gate.port(), dynamodb, bus);
            try {
                await().atMost(PATIENCE).until(() -> gate.refused() > before);
                gate.open();
                await().atMost(PATIENCE).untilAsserted(() -> assertStoredOnce(dynamodb));
            } finally {
                second.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void a_message_that_is_no_event_ends_among_the_dead_letters_and_the_others_pass() throws IOException {
        int dynamodb = Programs.freePort();
        try (Gate gate = new Gate(dynamodb);
                LocalSystem system = LocalSystem.start(GatedSystem.template(gate.port(), 3), dynamodb, 0, null)) {
            system.queue("EventsQueue").send(List.of("poison"));
            publish(system.eventsEndpoint());
            system.queue("EventsQueue").send(List.of("{\"poison\":true}"));
            await().atMost(PATIENCE).until(() -> system.pendingMessages() == 0);
            assertStoredOnce(dynamodb);
            assertThat(system.queue("EventsDeadLetters").bodies())
                    .containsExactlyInAnyOrder("poison", "{\"poison\":true}");
            // What the alarm dead-letters looks at: ApproximateNumberOfMessagesVisible.
            assertThat(system.queue("EventsDeadLetters").visibleMessages()).isEqualTo(2);
        }
    }

    private void publish(URI bus) {
        try (EventBridgeClient client =
                LocalDynamo.connected(EventBridgeClient.builder(), bus).build()) {
            assertThat(RunningSystem.publish(client, events))
                    .allSatisfy(answer -> assertThat(answer.errorCode()).isNull());
        }
    }

    private void assertStoredOnce(int dynamodb) {
        assertThat(stored(dynamodb))
                .containsExactlyInAnyOrderElementsOf(events.stream()
                        .map(event -> event.orderId() + " " + event.eventId())
                        .toList());
    }

    private static List<String> stored(int dynamodb) {
        try (DynamoDbClient client = LocalDynamo.connected(
                        DynamoDbClient.builder(), URI.create("http://localhost:" + dynamodb))
                .build()) {
            List<String> names = new ArrayList<>();
            client.scanPaginator(scan -> scan.tableName(RunningSystem.EVENTS_TABLE)).items().stream()
                    .map(NothingLostTest::name)
                    .forEach(names::add);
            return names;
        }
    }

    private static String name(Map<String, AttributeValue> item) {
        String timestamp =
                item.getOrDefault("timestamp", AttributeValue.fromS("#")).s();
        return item.getOrDefault("orderId", AttributeValue.fromS("")).s() + " "
                + timestamp.substring(timestamp.indexOf('#') + 1);
    }

    private Process start(int gate, int dynamodb, int bus) throws IOException {
        Process process = new ProcessBuilder(Programs.command(
                        GatedSystem.class.getName(),
                        Integer.toString(gate),
                        Integer.toString(dynamodb),
                        Integer.toString(bus),
                        data.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("ready");
        return process;
    }
}
