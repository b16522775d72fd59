package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.cli.generate.SampleEntries;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.projections.order.History;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.projections.totals.RowKey;
import java.io.IOException;
import java.io.StringWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the stream mapping gave up comes in by a release, unless a part of it is in some rows already. */
class FailedBatchesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private LocalSystem system;
    private LiveTables live;
    private List<RecordedEvent> lost;

    @BeforeEach
    void start() throws IOException, BindException {
        system = LocalSystem.start(0, 0, null);
        LiveTables.tellKeys(
                system.dynamodbEndpoint(),
                system.secretFile(system.template().secretArns().stream()
                        .filter(arn -> arn.endsWith("event-keys"))
                        .findFirst()
                        .orElseThrow()));
        live = LiveTables.at(system.dynamodbEndpoint(), "local");
        // The first call of a client takes long, and an append must not.
        assertThat(live.replay().run().eventCount()).isZero();
        StringWriter entries = new StringWriter();
        SampleEntries.write(4, 11, entries);
        for (String line : entries.toString().lines().toList()) {
            JsonNode entry = JSON.readTree(line);
            String detail = entry.path("Detail").asText();
            live.events()
                    .append(new RecordedEvent(
                            EventCodec.stored(entry.path("DetailType").asText(), detail),
                            "test",
                            Instant.now(),
                            detail));
        }
        awaitEqual();
        RecordedEvent any = live.events().all().findFirst().orElseThrow();
        lost = live.events().history(any.event().orderId());
        Path batch = folder.resolve("aws/lambda/mapping/shard/2026/11/24/batch");
        Files.createDirectories(batch.getParent());
        Files.writeString(batch, batch());
    }

    @AfterEach
    void stop() {
        system.close();
    }

    private void awaitEqual() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(live.replay().run().differences()).isEmpty());
    }

    /** As Lambda writes it, with the invocation's event as a text. */
    private String batch() {
        var records = JSON.createArrayNode();
        for (int i = 0; i < lost.size(); i++) {
            var record = records.addObject().put("eventName", "INSERT").putObject("dynamodb");
            record.put("SequenceNumber", String.valueOf(100 + i));
            var keys = record.putObject("Keys");
            keys.putObject("orderId").put("S", lost.get(i).event().orderId());
            keys.putObject("timestamp").put("S", lost.get(i).event().key().timestamp());
        }
        var document = JSON.createObjectNode();
        document.putObject("requestContext").put("condition", "RecordAgeExceeded");
        document.putObject("DDBStreamBatchInfo").put("shardId", "shard");
        document.put("payload", JSON.createObjectNode().set("Records", records).toString());
        return document.toString();
    }

    private void subtract(RowKey row, Measures measures) {
        measures.values()
                .forEach((name, value) -> live.tables()
                        .client()
                        .updateItem(update -> update.tableName(live.tables().aggregations())
                                .key(key(row.aggregationKey(), row.period()))
                                .updateExpression("ADD #name :less")
                                .expressionAttributeNames(Map.of("#name", name))
                                .expressionAttributeValues(Map.of(
                                        ":less",
                                        AttributeValue.fromN(value.negate().toPlainString())))));
    }

    private static Map<String, AttributeValue> key(String aggregationKey, String period) {
        return Map.of("aggregationKey", AttributeValue.fromS(aggregationKey), "period", AttributeValue.fromS(period));
    }

    private CommandRun quarantine(String... arguments) {
        List<String> all = new ArrayList<>(List.of("quarantine"));
        all.addAll(List.of(arguments));
        all.addAll(List.of(
                "--failed",
                folder.toString(),
                "--dynamodb-port",
                String.valueOf(system.dynamodbEndpoint().getPort())));
        return CommandRun.of(all.toArray(String[]::new));
    }

    @Test
    void a_half_applied_batch_is_not_released_and_one_that_left_nothing_comes_in_whole() throws IOException {
        assertThat(quarantine("list").out()).isEmpty();
        String orderId = lost.getFirst().event().orderId();
        Map<RowKey, Measures> contributed =
                Projections.contributions(History.of(lost).steps(orderId), ZoneOffset.UTC);
        RowKey reached = contributed.keySet().iterator().next();
        live.tables()
                .client()
                .deleteItem(
                        delete -> delete.tableName(live.tables().aggregations()).key(key("ORDER#" + orderId, "STATE")));
        contributed.forEach((row, measures) -> {
            if (!row.equals(reached)) {
                subtract(row, measures);
            }
        });
        assertThat(quarantine("list").out().lines())
                .hasSize(lost.size())
                .allMatch(line -> line.startsWith(orderId) && line.endsWith("RecordAgeExceeded"));
        CommandRun refused = quarantine("release");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Nothing was released");
        assertThat(refused.out()).contains("differs: " + reached.aggregationKey());

        subtract(reached, contributed.getOrDefault(reached, Measures.ZERO));
        CommandRun released = quarantine("release");
        assertThat(released.err()).isEmpty();
        assertThat(released.exitCode()).isZero();
        awaitEqual();
        assertThat(quarantine("list").out()).isEmpty();

        Files.writeString(folder.resolve("other.txt"), "{}");
        assertThat(quarantine("list").err()).contains("other.txt", "is no batch");
    }
}
