package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.cli.generate.SampleEntries;
import io.purchaseorders.local.standin.Programs;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code rebuild} and {@code up --data} in processes of their own, killed at any moment of a rebuild and run again.
 * {@code -Dkill.seed=N} repeats a run, {@code -Dkill.rounds=N} makes more of them.
 */
@Timeout(900)
class GenerationsKillTest {

    private static final int ORDERS_A_ROUND = 20;

    /** Somewhat longer than a rebuild of so little takes. */
    private static final int LONGEST_MILLIS = 9_000;

    private final long seed = Long.getLong("kill.seed", System.nanoTime());
    private final int rounds = Integer.getInteger("kill.rounds", 4);
    private final Random random = new Random(seed);
    private final String dynamoDb = Programs.freePortText();
    private final String events = Programs.freePortText();
    private final String api = Programs.freePortText();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Process up;

    @AfterEach
    void stop() {
        up.destroyForcibly();
    }

    @Test
    void a_rebuild_that_is_killed_or_whose_system_is_killed_is_run_again_and_ends_equal() throws Exception {
        System.out.println("GenerationsKillTest: -Dkill.seed=" + seed);
        up = up();
        for (int round = 0; round < rounds; round++) {
            publish(round);
            Process rebuild = start("rebuild", "--dynamodb-port", dynamoDb);
            boolean ended = rebuild.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
            boolean isSystemKilled = random.nextBoolean();
            System.out.println("GenerationsKillTest: " + (isSystemKilled ? "the system" : "the rebuild") + " is killed"
                    + (ended ? " after the rebuild had ended" : ""));
            if (isSystemKilled) {
                kill(up);
                rebuild.waitFor(Duration.ofMinutes(2));
                up = up();
            }
            kill(rebuild);
            CommandRun generations = CommandRun.of("generations", "--dynamodb-port", dynamoDb);
            assertThat(generations.exitCode()).as(generations.err()).isZero();
            assertThat(generations.out().lines().filter(line -> line.contains(" live ")))
                    .as(generations.out())
                    .hasSize(1);
        }
        CommandRun rebuild = CommandRun.of("rebuild", "--dynamodb-port", dynamoDb);
        assertThat(rebuild.exitCode()).as(rebuild.out() + rebuild.err()).isZero();
        for (String command : List.of("replay", "check")) {
            CommandRun run = CommandRun.of(command, "--dynamodb-port", dynamoDb);
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        }
    }

    private void publish(int round) throws IOException {
        Path sample = folder.resolve("events-" + round + ".ndjson");
        try (Writer lines = Files.newBufferedWriter(sample)) {
            SampleEntries.write(ORDERS_A_ROUND, seed + round, lines);
        }
        CommandRun run = CommandRun.of(
                "publish", sample.toString(), "--endpoint", "http://localhost:" + events, "--no-receipts");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    private Process up() throws IOException {
        Process started = start(
                "up",
                "--data",
                folder.resolve("data").toString(),
                "--api-port",
                api,
                "--dynamodb-port",
                dynamoDb,
                "--events-port",
                events);
        assertThat(started.inputReader().readLine()).startsWith("ready");
        return started;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private static Process start(String... arguments) throws IOException {
        return new ProcessBuilder(Programs.command(Orders.class.getName(), arguments))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
