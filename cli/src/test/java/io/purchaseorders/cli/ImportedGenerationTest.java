package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.cli.generate.SampleEntries;
import io.purchaseorders.replay.exports.EventExports;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.history.ExportedHistory;
import io.purchaseorders.replay.imports.GenerationFiles;
import io.purchaseorders.replay.imports.GenerationFiles.Made;
import io.purchaseorders.replay.imports.WantedBuilder;
import io.purchaseorders.stores.EventCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A generation as {@code ./orders rebuild --region} builds it: its table is made from the files of folded exports, item by
 * item as DynamoDB's import makes it, and it is fed from the stream's oldest record on only then. {@code -Dimport.seed=N}
 * repeats a run.
 */
@Timeout(600)
class ImportedGenerationTest {

    private static final int ORDERS = 40;
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final long seed = Long.getLong("import.seed", System.nanoTime());
    private final EmbeddedSystem system =
            EmbeddedSystem.start(ImmutableSystemSettings.builder().apiPort(0).build());
    private final String dynamoDb = String.valueOf(system.dynamoDb().getPort());
    private final StringWriter said = new StringWriter();
    private final GenerationTables tables = GenerationTables.of(LiveTables.local(system.dynamoDb(), "local"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void stop() {
        system.close();
    }

    private static CommandRun done(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return run;
    }

    /** Publishes every third of the sample's lines, so that parts of orders come later, and earlier events of others. */
    private void publish(int third) throws IOException {
        Path all = folder.resolve("all.ndjson");
        try (Writer lines = Files.newBufferedWriter(all)) {
            SampleEntries.write(ORDERS, seed, lines);
        }
        List<String> lines = Files.readAllLines(all);
        List<String> part = new ArrayList<>();
        for (int i = third; i < lines.size(); i += 3) {
            part.add(lines.get(i));
        }
        Path file = Files.write(folder.resolve("part-" + third + ".ndjson"), part);
        done("publish", file.toString(), "--endpoint", system.events().toString(), "--no-receipts");
    }

    /** Places orders one after the other, so that there is always one on its way. */
    private int publishUntil(AtomicBoolean isOver) throws IOException {
        int count = 0;
        while (!isOver.get()) {
            Path file = Files.writeString(
                    folder.resolve("traffic.ndjson"),
                    TargetOptions.json(Map.of(
                            "Source",
                            "shop",
                            "DetailType",
                            "OrderPlaced",
                            "Detail",
                            "{\"eventId\":\"placed\",\"orderId\":\"traffic" + count++
                                    + "\",\"occurredAt\":\"2026-11-21T11:00:00Z\",\"customerId\":\"c\","
                                    + "\"currency\":\"EUR\",\"lines\":[{\"sku\":\"s\",\"quantity\":1,"
                                    + "\"unitPrice\":\"1\"}]}")));
            done("publish", file.toString(), "--endpoint", system.events().toString(), "--no-receipts");
        }
        return count;
    }

    private void awaitApplied() throws InterruptedException {
        Waiting.until(
                () -> CommandRun.of("check", "--dynamodb-port", dynamoDb).exitCode() == 0,
                Duration.ofMinutes(1),
                () -> "not everything was applied");
    }

    private DeployedRebuild rebuild(Clock clock) {
        PrintWriter writer = new PrintWriter(said, true);
        return new DeployedRebuild(
                tables, new RegisteredFeed(tables.register()), "eu-central-1", "local", clock, writer, writer);
    }

    /** What was said since this was asked last. */
    private String said() {
        String all = said.toString();
        said.getBuffer().setLength(0);
        return all;
    }

    private Made fold(List<ExportFolder> exports, int number, Path files) throws InterruptedException {
        EventCodes codes = LiveTables.at(system.dynamoDb(), "local").tables().codes();
        assertThat(codes.hasKey()).isTrue();
        try (ExportedHistory history = new ExportedHistory(exports, List.of(), 1 << 20, 2, codes)) {
            history.read();
            return GenerationFiles.write(
                    history,
                    new WantedBuilder()
                            .number(number)
                            .zone(ZONE)
                            .marks(tables.quarantine(1).events())
                            .memory(1 << 20)
                            .threads(2)
                            .build(),
                    files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void its_rows_are_those_of_a_replay_though_events_came_before_and_after_the_import() throws Exception {
        System.out.println("ImportedGenerationTest: -Dimport.seed=" + seed);
        publish(0);
        awaitApplied();
        assertThat(rebuild(Clock.systemUTC()).run(Optional.of(ZONE), true)).isTrue();
        assertThat(said()).contains("Generation 2 beside generation 1", "export-table-to-point-in-time", "--export ");
        Path export = folder.resolve("export");
        done("export", export.toString(), "--dynamodb-port", dynamoDb);
        publish(1);
        List<ExportFolder> exports = EventExports.under(export.resolve("events"));
        Path files = folder.resolve("files");
        assertThatThrownBy(() -> rebuild(Clock.offset(Clock.systemUTC(), Duration.ofHours(20)))
                        .fold(exports, ZONE, number -> fold(exports, number, folder.resolve("late"))))
                .isInstanceOf(UsageProblem.class)
                .hasMessageContaining("the stream keeps 24 hours");
        rebuild(Clock.systemUTC()).fold(exports, ZONE, number -> fold(exports, number, files));
        assertThat(said())
                .contains("scripts/deploy.sh --environment local --projections 2", "ReportingTimeZone=" + ZONE);
        assertThat(rebuild(Clock.systemUTC()).run(Optional.empty(), true)).isTrue();
        assertThat(said()).contains("scripts/deploy.sh --environment local --projections 2");
        Waiting.until(() -> tables.tableIsReady(2), Duration.ofMinutes(1), () -> "no table");
        ImportedTable.load(files, tables.tables().client(), tables.table(2));
        publish(2);
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> publisher = threads.submit(() -> publishUntil(isOver));
            try {
                assertThat(rebuild(Clock.systemUTC()).run(Optional.empty(), true))
                        .as("%s", said)
                        .isTrue();
            } finally {
                isOver.set(true);
            }
            System.out.println("ImportedGenerationTest: " + publisher.get() + " orders meanwhile");
        }
        assertThat(said())
                .contains("equal: ", "Generation 2 is live", "./orders promote 1 --region eu-central-1 --env local");
        awaitApplied();
        done("replay", "--dynamodb-port", dynamoDb);
        done("check", "--dynamodb-port", dynamoDb);
    }

    @Test
    void exports_and_their_files_belong_together_and_a_folder_is_not_written_over() throws IOException {
        assertThat(CommandRun.of("rebuild", "--export", folder.toString()).exitCode())
                .isEqualTo(2);
        CommandRun run = CommandRun.of("rebuild", "--export", folder.toString(), "--to", folder.toString());
        assertThat(run.err()).contains("name another folder");
        assertThat(run.exitCode()).isNotZero();
    }
}
