package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Publishers hear the truth: what became of each line, by a running system's receipts. */
@Timeout(600)
class PublishOutcomesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RunningSystem system;

    @BeforeAll
    static void start() {
        system = EmbeddedSystem.start(
                ImmutableSystemSettings.builder().apiPort(0).build());
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    private static String confirmed(String order, String event, String more) {
        return ("{'Source':'shop','DetailType':'OrderConfirmed','Detail':{'eventId':'" + event + "','orderId':'" + order
                        + "','occurredAt':'2026-11-23T10:15:30Z'" + more + "}}")
                .replace('\'', '"');
    }

    private static String placed(String order, String currency, String occurredAt) {
        return ("{'Source':'shop','DetailType':'OrderPlaced','Detail':{'eventId':'e-1','orderId':'" + order
                        + "','occurredAt':'" + occurredAt + "','customerId':'C-1','currency':'" + currency
                        + "','lines':[{'sku':'TEA','quantity':1,'unitPrice':'2.50'}]}}")
                .replace('\'', '"');
    }

    private static CommandRun publish(List<String> lines, String... flags) throws IOException {
        Path file = Files.writeString(folder.resolve("events.ndjson"), String.join("\n", lines));
        return CommandRun.of(Stream.concat(
                        Stream.of(
                                "publish",
                                file.toString(),
                                "--endpoint",
                                system.events().toString()),
                        Stream.of(flags))
                .toArray(String[]::new));
    }

    @Test
    void events_that_are_all_rejected_are_25_lines_with_all_reasons_and_exit_code_1() throws IOException {
        List<String> lines = IntStream.range(0, 25)
                .mapToObj(i -> placed("R-" + i, "eur", "2026-11-23T10:15:30") + "\n")
                .toList();
        CommandRun run = publish(lines);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines().filter(line -> line.startsWith("line ")).toList())
                .hasSize(25)
                .allSatisfy(line -> assertThat(line)
                        .matches("line \\d+: rejected: .*")
                        .contains("/currency must be", "/occurredAt must"));
        assertThat(run.out())
                .startsWith(
                        "published 25: accepted 0, duplicate 0, conflict 0, rejected 25, pending 0, not published 0, in ");
        Path file = folder.resolve("events.ndjson");
        assertThat(CommandRun.of("validate", file.toString()).out().lines()).hasSize(26);
    }

    @Test
    void each_line_has_the_outcome_that_it_has() throws IOException {
        List<String> lines = List.of(
                confirmed("O-1", "e-1", ""),
                confirmed("O-1", "e-2", ""),
                "",
                confirmed("O-1", "e-2", " "),
                confirmed("O-1", "e-3", ",'carier':'x'"),
                confirmed("O-1", "", ""));
        CommandRun first = publish(lines, "--json");
        assertThat(first.err()).startsWith("line 6: rejected: /eventId ").hasLineCount(1);
        assertThat(counts(first)).containsExactly(5, 0, 3, 1, 0, 1, 0);

        CommandRun again = publish(lines.subList(0, 5), "--json");
        assertThat(again.err()).isEmpty();
        assertThat(again.exitCode()).isZero();
        assertThat(counts(again)).containsExactly(4, 0, 0, 4, 0, 0, 0);

        CommandRun other = publish(
                List.of(confirmed("O-1", "e-1", ",'other':1"), placed("O-2", "EUR", "2026-11-23T10:15:30Z")), "--json");
        assertThat(other.err()).startsWith("line 1: conflict: another content").hasLineCount(1);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(counts(other)).containsExactly(2, 0, 1, 0, 1, 0, 0);
    }

    @Test
    void a_misspelt_member_is_accepted_with_a_warning() throws IOException {
        CommandRun run = publish(
                List.of(placed("W-1", "EUR", "2026-11-23T10:15:30Z").replace("\"lines\"", "\"shiping\":1,\"lines\"")));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err().strip())
                .isEqualTo("line 1: warning: /shiping is unknown and ignored; did you mean shipping?");
        assertThat(run.out()).startsWith("published 1: accepted 1, ");
    }

    @Test
    void a_bus_without_an_api_leaves_outcomes_unknown_which_is_no_success() throws IOException {
        try (var stub = new StubEvents()) {
            Path file = Files.writeString(folder.resolve("events.ndjson"), confirmed("O-9", "e-1", ""));
            CommandRun run = CommandRun.of(
                    "publish", file.toString(), "--endpoint", stub.address().toString());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .startsWith("published 1: accepted 0, duplicate 0, conflict 0, rejected 0, pending 1, ");
            assertThat(run.err().strip()).hasLineCount(1).contains("--api", "--no-receipts");
        }
    }

    private static List<Integer> counts(CommandRun run) throws IOException {
        JsonNode summary = new JsonMapper().readTree(run.out());
        return Stream.of("published", "failed", "accepted", "duplicate", "conflict", "rejected", "pending")
                .map(name -> summary.path(name).asInt(-1))
                .toList();
    }
}
