package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LogVerifier;
import io.purchaseorders.log.SigningKey;
import io.purchaseorders.stores.dynamodb.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Timeout(120)
class LogSealingTest {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private final List<String> problems = new CopyOnWriteArrayList<>();

    @Test
    void what_is_stored_before_during_and_between_runs_is_logged_once() {
        try (var system = EmbeddedSystem.start(ImmutableSystemSettings.builder().build())) {
            Tables tables = LiveTables.at(system.dynamoDb(), "local").tables();
            store(tables, 0, 300);
            try (var sealing = LogSealing.start(tables, data, SOON, problems::add)) {
                awaitSize(300);
                store(tables, 300, 310);
                awaitSize(310);
                store(tables, 310, 320);
                awaitSize(320);
            }
            store(tables, 320, 330);
            try (var sealing = LogSealing.start(tables, data, Duration.ofHours(1), problems::add)) {
                awaitSize(330);
                store(tables, 330, 340);
            }
            assertThat(size()).as("what was stored last is logged at the end").isEqualTo(340);
        }
        SigningKey key = LogKeyFile.beside(log()).read().orElseThrow();
        assertThat(LogVerifier.verify(new LogFolder(log()), key.verifierKey(), Optional.empty(), Optional.empty())
                        .findings())
                .isEmpty();
        assertThat(problems).isEmpty();
    }

    private Path log() {
        return data.resolve("log");
    }

    private long size() {
        return LogReader.open(new LogFolder(log()))
                .map(log -> log.checkpoint().size())
                .orElse(0L);
    }

    private void awaitSize(long size) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(size()).isEqualTo(size));
    }

    private static void store(Tables tables, int begin, int end) {
        for (int i = begin; i < end; i++) {
            Map<String, AttributeValue> item = Map.of(
                    "orderId", AttributeValue.fromS("o-" + i % 7),
                    "timestamp", AttributeValue.fromS("2026-10-01T00:00:00.000000000Z#e-" + i),
                    "type", AttributeValue.fromS("OrderConfirmed"),
                    "source", AttributeValue.fromS("shop"),
                    "recordedAt", AttributeValue.fromS(Instant.now().toString()),
                    "detail", AttributeValue.fromS("{\"n\":" + i + "}"));
            tables.client().putItem(put -> put.tableName(tables.events()).item(item));
        }
    }
}
