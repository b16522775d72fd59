package io.purchaseorders.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.cli.Orders;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.standin.Programs;
import io.purchaseorders.stores.dynamodb.StoredNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** {@code up --data} in a process of its own, killed while it takes events in. {@code -Dkill.seed=N} repeats a run. */
@Timeout(600)
class KillTest {

    private static final int ORDERS = 150;
    private static final int PUBLISHERS = 4;
    private static final int BATCH = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is promised for an idle machine is 20 s. */
    private static final Duration READY = Duration.ofSeconds(40);

    private final long seed = Long.getLong("kill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final String apiPort = Programs.freePortText();
    private final String dynamodbPort = Programs.freePortText();
    private final String eventsPort = Programs.freePortText();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @SuppressWarnings("NullAway.Init")
    private Process process;

    @Test
    void killed_at_any_moment_it_holds_every_acknowledged_event_once_and_the_projections_get_there() throws Exception {
        System.out.println("KillTest: -Dkill.seed=" + seed);
        List<SampleEvent> events = SampleEvent.generated(ORDERS, 11);

        up();
        publishAndKill(events);
        up();
        awaitStored();

        List<SampleEvent> everything = new ArrayList<>(events);
        everything.addAll(events);
        Collections.shuffle(everything, random);
        publishAndKill(everything);
        up();
        awaitStored();

        try (EventBridgeClient client = client()) {
            assertThat(RunningSystem.publish(client, events))
                    .allSatisfy(answer -> assertThat(answer.errorCode()).isNull());
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stored())
                        .containsExactlyInAnyOrderElementsOf(
                                events.stream().map(KillTest::name).toList()));
        var replay = RunningSystem.replay(dynamodb());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(replay.run().differences()).isEmpty());
    }

    /** What was acknowledged is in the queue or in the table. */
    private void awaitStored() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored()).containsAll(acknowledged));
    }

    /** Publishes from several threads, and kills the process once a random part is acknowledged. */
    private void publishAndKill(List<SampleEvent> events) throws InterruptedException {
        int before = acknowledged.size();
        int until = before + 1 + random.nextInt(events.size() * 3 / 4);
        Queue<List<SampleEvent>> batches = new ConcurrentLinkedQueue<>();
        for (int from = 0; from < events.size(); from += BATCH) {
            batches.add(events.subList(from, Math.min(events.size(), from + BATCH)));
        }
        try (ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS);
                EventBridgeClient client = client()) {
            for (int i = 0; i < PUBLISHERS; i++) {
                publishers.execute(() -> publish(client, batches));
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> acknowledged.size() >= until);
            process.destroyForcibly();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        System.out.println("KillTest: killed after " + (acknowledged.size() - before) + " of " + events.size());
    }

    private void publish(EventBridgeClient client, Queue<List<SampleEvent>> batches) {
        for (List<SampleEvent> batch = batches.poll(); batch != null; batch = batches.poll()) {
            try {
                var answers = RunningSystem.publish(client, batch);
                for (int i = 0; i < batch.size(); i++) {
                    if (answers.get(i).errorCode() == null) {
                        acknowledged.add(name(batch.get(i)));
                    }
                }
            } catch (SdkException killed) {
                return; // Nothing was acknowledged.
            }
        }
    }

    private static String name(SampleEvent event) {
        return event.orderId() + " " + event.eventId();
    }

    private void up() throws IOException {
        long begun = System.nanoTime();
        process = new ProcessBuilder(Programs.command(
                        Orders.class.getName(),
                        "up",
                        "--data",
                        data.toString(),
                        "--api-port",
                        apiPort,
                        "--dynamodb-port",
                        dynamodbPort,
                        "--events-port",
                        eventsPort))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).startsWith("ready");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(READY);
    }

    private List<String> stored() {
        try (DynamoDbClient client =
                LocalDynamo.connected(DynamoDbClient.builder(), dynamodb()).build()) {
            return client.scanPaginator(scan -> scan.tableName(RunningSystem.EVENTS_TABLE)).items().stream()
                    .map(item -> text(item, StoredNames.ORDER_ID) + " "
                            + SampleEvent.json(text(item, StoredNames.DETAIL))
                                    .path("eventId")
                                    .asText())
                    .toList();
        }
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? "" : value.s();
    }

    private URI dynamodb() {
        return URI.create("http://localhost:" + dynamodbPort);
    }

    private EventBridgeClient client() {
        return LocalDynamo.connected(EventBridgeClient.builder(), URI.create("http://localhost:" + eventsPort))
                .build();
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }
}
