package io.purchaseorders.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.local.dynamodb.LocalDynamo;
import io.purchaseorders.local.host.StartProblem;
import io.purchaseorders.local.standin.StandIns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

class LocalSystemTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @BeforeEach
    void forget() {
        StandIns.forget();
    }

    private static PutEventsRequestEntry entry(String orderId) {
        return PutEventsRequestEntry.builder()
                .source("shop")
                .detailType("OrderPlaced")
                .eventBusName("purchase-orders-local")
                .detail("{\"orderId\":\"" + orderId + "\",\"eventId\":\"e\"}")
                .build();
    }

    private static PutEventsResponse publish(LocalSystem system, List<PutEventsRequestEntry> entries) {
        try (EventBridgeClient client = LocalDynamo.connected(EventBridgeClient.builder(), system.eventsEndpoint())
                .build()) {
            return client.putEvents(request -> request.entries(entries));
        }
    }

    @Test
    void a_published_event_is_stored_and_reaches_the_aggregator() {
        try (LocalSystem system = LocalSystem.start(StandIns.template(), 0, 0, null)) {
            PutEventsResponse answer = publish(
                    system,
                    IntStream.range(0, 10).mapToObj(i -> entry("o-" + i)).toList());
            assertThat(answer.failedEntryCount()).isZero();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(StandIns.AGGREGATED).hasSize(10));
            assertThat(system.dynamo()
                            .client()
                            .scan(scan -> scan.tableName("purchase-orders-local"))
                            .count())
                    .isEqualTo(10);
            var batch = StandIns.BATCHES.getFirst();
            assertThat(batch.getShardId()).startsWith("shardId-");
            assertThat(batch.getRecords().getFirst().getAwsRegion()).isEqualTo("us-east-1");
            assertThat(batch.getRecords().getFirst().getEventSourceARN()).contains("table/purchase-orders-local");
        }
    }

    @Test
    void a_poisonous_record_goes_to_the_destination_and_holds_up_nobody() {
        try (LocalSystem system = LocalSystem.start(StandIns.template(), 0, 0, data)) {
            publish(system, List.of(entry("a"), entry(StandIns.POISON), entry("b"), entry("c")));
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(StandIns.AGGREGATED).containsExactlyInAnyOrder("a", "b", "c");
                assertThat(system.failedBatches())
                        .singleElement()
                        .satisfies(batch -> assertThat(batch.records()).hasSize(1));
            });
            assertThat(data.resolve("on-failure")).isDirectoryContaining(file -> {
                try {
                    return Files.readString(file).contains("\"poison\"");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    void a_restart_keeps_the_tables_and_goes_on_where_it_was() {
        try (LocalSystem system = LocalSystem.start(StandIns.template(), 0, 0, data)) {
            publish(system, List.of(entry("before")));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(StandIns.AGGREGATED).containsExactly("before"));
        }
        StandIns.forget();
        try (LocalSystem system = LocalSystem.start(StandIns.template(), 0, 0, data)) {
            publish(system, List.of(entry("after")));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(StandIns.AGGREGATED).containsExactly("after"));
            assertThat(system.dynamo()
                            .client()
                            .scan(scan -> scan.tableName("purchase-orders-local"))
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_port_or_directory_in_use_says_what_to_do() {
        try (LocalSystem first = LocalSystem.start(StandIns.template(), 0, 0, data)) {
            assertThatThrownBy(() -> LocalSystem.start(
                            StandIns.template(), first.dynamodbEndpoint().getPort(), 0, null))
                    .isInstanceOf(StartProblem.class)
                    .hasMessageContaining("--dynamodb-port");
            assertThatThrownBy(() -> LocalSystem.start(
                            StandIns.template(), 0, first.eventsEndpoint().getPort(), null))
                    .isInstanceOf(StartProblem.class)
                    .hasMessageContaining("--events-port");
            assertThatThrownBy(() -> LocalSystem.start(StandIns.template(), 0, 0, data))
                    .isInstanceOf(StartProblem.class)
                    .hasMessageContaining("--data");
        }
    }
}
