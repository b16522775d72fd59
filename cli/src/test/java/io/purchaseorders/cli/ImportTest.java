package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The restore drill: what one system exported, another one imports. */
@Timeout(600)
class ImportTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void an_empty_system_holds_what_another_one_exported_and_goes_on_from_there() throws IOException {
        Path export = folder.resolve("export");
        try (EmbeddedSystem system = started("first")) {
            publish(system, 0, 40);
            assertThat(run(system, "export", export.toString()).exitCode()).isZero();
        }
        try (EmbeddedSystem system = started("second")) {
            CommandRun imported = run(system, "import", export.toString());
            assertThat(imported.exitCode()).as(imported.err()).isZero();
            assertThat(imported.out()).startsWith("imported 80 events");
            assertThat(run(system, "replay").exitCode()).isZero();
            CommandRun checked = run(system, "check");
            assertThat(checked.exitCode()).as(checked.out() + checked.err()).isZero();
            assertThat(run(system, "quarantine", "violations").out()).doesNotContain("forged");

            publish(system, 40, 50);
            CommandRun again = run(system, "import", export.toString());
            assertThat(again.exitCode()).isEqualTo(1);
            assertThat(again.err()).contains("hold something already");
        }
        try (EmbeddedSystem system = started("second")) {
            assertThat(run(system, "replay").exitCode()).isZero();
            assertThat(run(system, "check").exitCode()).isZero();
        }
    }

    @Test
    void a_folder_without_an_export_is_named_and_loads_nothing() {
        try (EmbeddedSystem system = started("only")) {
            CommandRun run = run(system, "import", folder.toString());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains(folder.toString());
            assertThat(run(system, "check").exitCode()).isZero();
        }
    }

    private EmbeddedSystem started(String data) {
        return EmbeddedSystem.start(
                ImmutableSystemSettings.builder().data(folder.resolve(data)).build());
    }

    /** Publishes an order and its confirmation each; all of them are applied then. */
    private void publish(EmbeddedSystem system, int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            String order = "\"orderId\":\"order-" + i + "\",\"occurredAt\":\"2026-11-2" + i % 8 + "T10:00:00Z\"";
            lines.append(entry(
                            "OrderPlaced",
                            "{\"eventId\":\"placed\"," + order + ",\"customerId\":\"c\",\"currency\":\"EUR\","
                                    + "\"lines\":[{\"sku\":\"s\",\"quantity\":1,\"unitPrice\":\"1\"}]}"))
                    .append('\n')
                    .append(entry("OrderConfirmed", "{\"eventId\":\"confirmed\"," + order + "}"))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("events.ndjson"), lines);
        CommandRun published = CommandRun.of(
                "publish", file.toString(), "--endpoint", system.events().toString(), "--no-receipts");
        assertThat(published.exitCode()).as(published.err()).isZero();
        await().atMost(PATIENCE).until(() -> stored(system) == 2L * to);
        await().atMost(PATIENCE).until(() -> run(system, "check").exitCode() == 0);
    }

    private static long stored(EmbeddedSystem system) {
        return LiveTables.at(system.dynamoDb(), Defaults.ENVIRONMENT)
                .events()
                .everything()
                .count();
    }

    private static String entry(String type, String detail) {
        return TargetOptions.json(Map.of("Source", "shop", "DetailType", type, "Detail", detail));
    }

    private static CommandRun run(EmbeddedSystem system, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--dynamodb-port", String.valueOf(system.dynamoDb().getPort())));
        return CommandRun.of(all.toArray(String[]::new));
    }
}
