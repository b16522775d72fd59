package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.clients.DocumentedShell.Ran;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README has a newcomer type, and {@code docs/audit.md} an auditor, typed as it stands there before a running system with
 * the sample: each command ends as its page says and answers something.
 */
@ExtendWith(RunningSample.Resolver.class)
@Timeout(600)
class DocumentedStepsTest {

    private static final String FIRST_STEPS = "## First steps";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Each look is a process that takes the processor from what it looks at. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final String HALF_HOUR = "## The auditor's half hour";

    /** Commands of the README that would build this very build again, or need a stack, and the file that runs each. */
    private static final Map<String, Map.Entry<String, String>> RUN_ELSEWHERE = Map.of(
            "./orders demo", Map.entry(".ci/run", "./orders demo"),
            "mvn verify", Map.entry(".ci/run", "mvn -B verify"),
            "scripts/deploy.sh --environment dev",
                    Map.entry("scripts/test_deploy.sh", "scripts/deploy.sh --environment test"),
            "scripts/test_api.sh \"$API_ENDPOINT\" \"$AUTH_TOKEN\"",
                    Map.entry("scripts/test_deploy.sh", "\"$endpoint\" \"$token\""),
            "scripts/cleanup.sh --environment dev",
                    Map.entry("scripts/test_deploy.sh", "scripts/cleanup.sh --environment test"));

    private final RunningSample system;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    DocumentedStepsTest(RunningSample system) {
        this.system = system;
    }

    @Test
    void the_readmes_first_steps_answer_what_it_says() throws Exception {
        List<String> commands = DocumentedShell.commands(DocumentedShell.section(page("README.md"), FIRST_STEPS));
        assertThat(commands).hasSize(5);
        assertThat(commands.get(0)).startsWith(RunningSample.COMMAND + " ");
        system.awaitSample();

        List<Ran> ran = run(commands.subList(1, commands.size()));
        assertThat(ran.get(0).command()).startsWith("read=$(./orders token ");
        JsonNode products = Entry.json(out(ran, "curl ")).path("items");
        assertThat(products).hasSize(10);
        assertThat(new BigDecimal(products.path(0).path("value").asText())).isPositive();
        assertThat(out(ran, "./orders generate "))
                .containsPattern("published [0-9]+: accepted [0-9]+, duplicate 0, conflict 0, rejected 0, pending 0");
        assertThat(out(ran, "./orders replay")).startsWith("equal: ");
    }

    @Test
    void every_other_command_of_the_readme_is_run_by_a_script_of_the_build() throws IOException {
        String readme = page("README.md");
        List<String> firstSteps = DocumentedShell.commands(DocumentedShell.section(readme, FIRST_STEPS));
        for (String command : DocumentedShell.commands(readme)) {
            if (!firstSteps.contains(command)) {
                String text = command.replaceAll("\\s+#.*$", "");
                assertThat(RUN_ELSEWHERE)
                        .as("run the README's command in this test, or name the script that runs it")
                        .containsKey(text);
                Map.Entry<String, String> script = RUN_ELSEWHERE.getOrDefault(text, Map.entry("", ""));
                assertThat(page(script.getKey())).as(text).contains(script.getValue());
            }
        }
    }

    @Test
    void the_auditors_half_hour_ends_as_its_page_says() throws Exception {
        system.awaitSample();
        awaitSealed();
        Files.createSymbolicLink(folder.resolve("data"), system.data());
        List<Ran> ran = run(DocumentedShell.commands(DocumentedShell.section(page("docs/audit.md"), HALF_HOUR)));

        assertThat(out(ran, "KEY=")).startsWith("localhost/purchase-orders-local+");
        List<Ran> verified = ran.stream()
                .filter(one -> one.command().startsWith("./orders log verify"))
                .toList();
        assertThat(verified).hasSize(3);
        assertThat(lastLine(verified.get(0))).startsWith("intact: ");
        assertThat(lastLine(verified.get(1))).startsWith("intact: ");
        assertThat(verified.get(1).command()).contains("--since kept/checkpoint");
        assertThat(verified.get(2).out()).startsWith("changed: ");
        assertThat(lastLine(verified.get(2))).startsWith("NOT INTACT: ");

        assertThat(Files.readString(folder.resolve("event.tlog-proof"))).startsWith("c2sp.org/tlog-proof@v1");
        List<Ran> proven = ran.stream()
                .filter(one -> one.command().startsWith("./orders verify-proof"))
                .toList();
        assertThat(proven).hasSize(2);
        assertThat(proven.get(0).out()).startsWith("proven: entry ").contains("\"orderId\":\"UK-536365\"");
        assertThat(Files.readString(folder.resolve("detail.json"))).contains("\"orderId\":\"UK-536365\"");
        assertThat(proven.get(1).err()).contains("Not proven: the detail in");
    }

    /** An event is in the log some seconds after it was stored; the page's commands are for a system at rest. */
    private void awaitSealed() throws IOException {
        DocumentedShell shell = new DocumentedShell(system, Files.createDirectory(folder.resolve("waiting")));
        Awaitility.await().atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).until(() -> {
            Ran proven = shell.run(List.of("./orders prove --data " + system.data()
                            + " --order-id UK-536365 --event-id UK-536365:placed"))
                    .getFirst();
            return proven.exitCode() == 0;
        });
    }

    private List<Ran> run(List<String> commands) throws IOException, InterruptedException {
        List<Ran> ran = new DocumentedShell(system, folder).run(commands);
        assertThat(ran)
                .allSatisfy(one -> assertThat(one.exitCode())
                        .as("%s%n%s%s", one.command(), one.out(), one.err())
                        .isEqualTo(DocumentedShell.announced(one.command())));
        return ran;
    }

    /** What the only command said that begins like this. */
    private static String out(List<Ran> ran, String beginning) {
        List<Ran> found =
                ran.stream().filter(one -> one.command().startsWith(beginning)).toList();
        assertThat(found).as(beginning).hasSize(1);
        return found.getFirst().out();
    }

    private static String lastLine(Ran ran) {
        return ran.out().lines().toList().getLast();
    }

    private static String page(String name) throws IOException {
        return Files.readString(NpmTools.ROOT.resolve(name));
    }
}
