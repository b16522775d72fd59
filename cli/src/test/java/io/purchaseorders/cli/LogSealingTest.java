package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LogVerifier;
import io.purchaseorders.log.SigningKey;
import io.purchaseorders.stores.dynamodb.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Timeout(600)
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
            try (var sealing = LogSealing.start(() -> tables, data, SOON, problems::add)) {
                awaitSize(300);
                store(tables, 300, 310);
                awaitSize(310);
                store(tables, 310, 320);
                awaitSize(320);
            }
            store(tables, 320, 330);
            try (var sealing = LogSealing.start(() -> tables, data, Duration.ofHours(1), problems::add)) {
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

    @Test
    void what_somebody_else_inserted_is_not_logged() {
        try (var system = EmbeddedSystem.start(ImmutableSystemSettings.builder().build())) {
            Tables tables = LiveTables.at(system.dynamoDb(), "local").tables();
            forge(tables, 0);
            store(tables, 0, 10);
            try (var sealing = LogSealing.start(() -> tables, data, SOON, problems::add)) {
                awaitSize(10);
                forge(tables, 1);
                store(tables, 10, 20);
                awaitSize(20);
            }
        }
        LogReader log = LogReader.open(new LogFolder(log())).orElseThrow();
        assertThat(LongStream.range(0, log.checkpoint().size())
                        .mapToObj(index -> log.entry(index).orderId()))
                .hasSize(20)
                .doesNotContain("o-forged");
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
            AuthenticatedText text = new AuthenticatedText(
                    "o-" + i % 7,
                    "2026-10-01T00:00:00.000000000Z#e-" + i,
                    "OrderConfirmed",
                    "shop",
                    Instant.now().toString(),
                    "{\"n\":" + i + "}");
            put(tables, text, tables.codes().sign(text).orElseThrow());
        }
    }

    /** As the processor would have stored it, by whoever has no key. */
    private static void forge(Tables tables, int number) {
        AuthenticatedText text = new AuthenticatedText(
                "o-forged",
                "2026-03-01T00:00:00.000000000Z#e-" + number,
                "OrderConfirmed",
                "shop",
                "2026-03-01T00:00:01Z",
                "{}");
        put(tables, text, "00000000:of-somebody-else");
    }

    private static void put(Tables tables, AuthenticatedText text, String code) {
        Map<String, AttributeValue> item = new HashMap<>();
        Map.of(
                        "orderId", text.orderId(),
                        "timestamp", text.timestamp(),
                        "type", text.type(),
                        "source", text.source(),
                        "recordedAt", text.recordedAt(),
                        "detail", text.detail(),
                        "mac", code)
                .forEach((name, value) -> item.put(name, AttributeValue.fromS(value)));
        tables.client().putItem(put -> put.tableName(tables.events()).item(item));
    }
}
