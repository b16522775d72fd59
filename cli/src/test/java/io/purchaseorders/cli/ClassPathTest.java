package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.cli.generate.SampleEntries;
import io.purchaseorders.local.standin.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All commands but up and demo, in processes without module local, the functions and DynamoDB Local on their class path. */
@Timeout(600)
class ClassPathTest {

    private static final List<String> EMBEDDED =
            List.of("/local/target/", "/handlers/target/", "DynamoDBLocal", "jetty", "netty");

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "up --help",
                "demo --help",
                "completion",
                "generate --orders 2 --seed 1",
                "token --scope orders/read --api-port API",
                "publish FILE --endpoint EVENTS",
                "validate FILE",
                "replay --dynamodb-port DYNAMODB",
                "check --dynamodb-port DYNAMODB",
                "quarantine list --dynamodb-port DYNAMODB",
                "export FOLDER --dynamodb-port DYNAMODB"
            })
    void a_command_runs_without_the_embedded_system(String command) throws Exception {
        Path file = folder.resolve("events.ndjson");
        try (var writer = Files.newBufferedWriter(file)) {
            SampleEntries.write(2, 1, writer);
        }
        Result result = run(command.replace("API", port(system.api().getPort()))
                .replace("EVENTS", system.events().toString())
                .replace("DYNAMODB", port(system.dynamoDb().getPort()))
                .replace("FILE", file.toString())
                .replace("FOLDER", folder.resolve("export").toString()));
        assertThat(result.output()).doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @Test
    void up_and_demo_need_the_embedded_system() throws Exception {
        assertThat(run("up").output()).contains("NoClassDefFoundError");
        assertThat(run("demo").output()).contains("NoClassDefFoundError");
    }

    private static String port(int port) {
        return String.valueOf(port);
    }

    private record Result(int exitCode, String output) {}

    private static Result run(String command) throws IOException, InterruptedException {
        String classPath = Arrays.stream(Programs.classPath().split(File.pathSeparator))
                .filter(entry -> EMBEDDED.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments =
                Programs.command(List.of(Programs.SHORT), classPath, Orders.class.getName(), command.split(" "));
        Process process =
                new ProcessBuilder(arguments).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
