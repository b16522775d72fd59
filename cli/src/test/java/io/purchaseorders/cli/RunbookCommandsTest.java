package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.cli.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is woken runs what the runbook says: here it is run, on a system of this machine where it can be. */
@Timeout(600)
class RunbookCommandsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Path RUNBOOK = Templates.ROOT.resolve("docs/operations.md");

    /** Where the commands of the runbook look for a deployed stack. */
    private static final Pattern ON_AWS = Pattern.compile(" --(region|env|settings-of) \\S+");

    /** Takes the reporting time zone of the system along, so that it comes after those of the same zone. */
    private static final String OTHER_ZONE = "rebuild --time-zone Europe/Berlin --no-promote";

    /** What has to be done first, where the runbook shows two ways out beside each other. */
    private static final Map<String, String> BEFORE = Map.of("retire 1", "promote 2");

    private static final Pattern AWS = Pattern.compile("aws ([a-z0-9-]+ [a-z0-9-]+)");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The commands in document order, those of another time zone last. */
    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>(DocumentedCommandsTest.commands(Files.readString(RUNBOOK)).stream()
                .map(command -> ON_AWS.matcher(command).replaceAll(""))
                .toList());
        assertThat(commands.remove(OTHER_ZONE)).as(OTHER_ZONE).isTrue();
        commands.add(OTHER_ZONE);
        return commands;
    }

    @Test
    void every_command_of_the_program_does_what_it_is_there_for() throws IOException {
        Files.createDirectories(folder.resolve("failed"));
        List<String> run = new ArrayList<>();
        EmbeddedSystem system = started("old");
        try {
            publish(system);
            for (String command : commands()) {
                if (command.startsWith("up ")) {
                    // The drill goes on with an empty system, which this command itself would wait in.
                    system.close();
                    system = started("new");
                } else {
                    if (BEFORE.containsKey(command)) {
                        done(system, BEFORE.get(command));
                    }
                    done(system, command);
                }
                run.add(command);
            }
        } finally {
            system.close();
        }
        assertThat(run)
                .contains("check", "quarantine list", "replay", "export DIR", "import DIR", "rebuild", "promote 1")
                .hasSizeGreaterThanOrEqualTo(12);
    }

    /** What no machine of ours can show is listed with what it has to answer. */
    @Test
    void every_command_of_the_aws_command_is_listed_with_its_expected_answer() throws IOException {
        String page = Files.readString(RUNBOOK);
        Set<String> used = new TreeSet<>();
        Pattern.compile("(?ms)^```sh\\n(.*?)^```")
                .matcher(page)
                .results()
                .flatMap(block -> AWS.matcher(block.group(1)).results())
                .map(call -> call.group(1))
                .forEach(used::add);
        Set<String> listed = new TreeSet<>(Pattern.compile("(?m)^\\| `aws ([a-z0-9-]+ [a-z0-9-]+)` \\| [^|]{10,} \\|$")
                .matcher(page)
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList());
        assertThat(listed)
                .as("rows of the table in \"What only AWS can run\" of docs/operations.md")
                .isEqualTo(used);
    }

    private EmbeddedSystem started(String data) {
        return EmbeddedSystem.start(
                ImmutableSystemSettings.builder().data(folder.resolve(data)).build());
    }

    private void done(EmbeddedSystem system, String command) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            words.add(
                    Set.of("DIR", "failed").contains(word)
                            ? folder.resolve(word).toString()
                            : word);
        }
        words.addAll(List.of("--dynamodb-port", String.valueOf(system.dynamoDb().getPort())));
        await().atMost(PATIENCE).untilAsserted(() -> {
            CommandRun run = CommandRun.of(words.toArray(String[]::new));
            assertThat(run.exitCode())
                    .as("./orders %s: %s%s", command, run.out(), run.err())
                    .isZero();
        });
    }

    private void publish(EmbeddedSystem system) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int order = 0; order < 20; order++) {
            lines.append(TargetOptions.json(Map.of(
                            "Source",
                            "shop",
                            "DetailType",
                            "OrderPlaced",
                            "Detail",
                            "{\"eventId\":\"placed\",\"orderId\":\"order-" + order
                                    + "\",\"occurredAt\":\"2026-11-20T10:00:00Z\",\"customerId\":\"c\",\"currency\":\"EUR\","
                                    + "\"lines\":[{\"sku\":\"s\",\"quantity\":1,\"unitPrice\":\"1\"}]}")))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("events.ndjson"), lines);
        CommandRun published = CommandRun.of(
                "publish", file.toString(), "--endpoint", system.events().toString(), "--no-receipts");
        assertThat(published.exitCode()).as(published.err()).isZero();
        await().atMost(PATIENCE)
                .until(() -> LiveTables.at(system.dynamoDb(), Defaults.ENVIRONMENT)
                                .events()
                                .everything()
                                .count()
                        == 20);
    }
}
