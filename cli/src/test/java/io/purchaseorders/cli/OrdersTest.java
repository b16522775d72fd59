package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.local.standin.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "--nonsense",
                "token",
                "token --scope",
                "token --scope= --api-port 1",
                "token --scope a --api-port x",
                "token --scope a --api-port 0",
                "token --scope a --api-port 65536",
                "generate",
                "generate --orders 1",
                "generate --orders -1 --seed 1",
                "generate --orders many --seed 1",
                "demo --orders 0",
                "demo extra",
                "publish",
                "publish a b",
                "publish - --endpoint nonsense",
                "publish - --endpoint ftp://localhost",
                "publish - --endpoint http://",
                "publish - --endpoint http://localhost:99999",
                "publish - --concurrency 0",
                "publish - --bus",
                "publish - --bus b",
                "publish - --api https://api.example.com",
                "publish - --api nonsense",
                "publish - --events-port 0",
                "publish - --api-port 70000",
                "validate",
                "replay --dynamodb-port -1",
                "replay --against x",
                "replay --export x --memory lots",
                "replay --export x --memory 1000000G",
                "replay --export x --time-zone Mars/Crater",
                "totals",
                "totals --export x --granularity MINUTE",
                "totals --export x --key NOBODY",
                "totals --export x --as-of yesterday",
                "totals --export x --known-at 2026-11-24",
                "totals --export x --from 2026-11",
                "totals --export x --granularity TOTAL --to 2026",
                "totals --export x --from 2026-11-24 --to 2026-11-23",
                "totals --export x --time-zone +05:30",
                "totals --export x --csv --json",
                "totals --export x --time-zone Mars/Crater",
                "totals --export x --memory 1000000G",
                "export",
                "import",
                "up --api-port 70000",
                "up --data=",
                "quarantine list --failed=",
                "replay --export=",
                "help nonsense"
            })
    void wrong_usage_is_one_sentence_and_exit_code_2(String arguments) {
        var run = CommandRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().strip()).hasLineCount(1).endsWith("--help.").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "up --help",
                "demo --help",
                "token --help",
                "generate --help",
                "publish --help",
                "validate --help",
                "replay --help",
                "export --help",
                "import --help",
                "bench --help",
                "completion --help",
                "help",
                "help publish",
                "--version",
                "completion"
            })
    void help_goes_to_standard_output_with_exit_code_0(String arguments) {
        var run = CommandRun.of(arguments.split(" ", -1));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isNotBlank();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void nothing_running_is_one_sentence_that_says_what_to_do() {
        String port = Programs.freePortText();
        var token = CommandRun.of("token", "--scope", "orders/read", "--api-port", port);
        assertThat(token.exitCode()).isEqualTo(1);
        assertThat(token.err().strip()).hasLineCount(1).contains(port, "./orders up", "--api-port");
        var publish = CommandRun.of("publish", "-", "--endpoint", "http://localhost:" + port);
        assertThat(publish.exitCode()).isEqualTo(1);
        assertThat(publish.err().strip()).hasLineCount(1).contains(port, "./orders up", "--endpoint");
        var check = CommandRun.of("check", "--dynamodb-port", port);
        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.err().strip()).hasLineCount(1).contains(port, "./orders up", "--dynamodb-port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--api-port", "--dynamodb-port", "--events-port"})
    void a_port_in_use_is_named_with_its_flag(String flag) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ports = new LinkedHashMap<>(Map.of(
                    "--api-port",
                    Programs.freePortText(),
                    "--dynamodb-port",
                    Programs.freePortText(),
                    "--events-port",
                    Programs.freePortText()));
            ports.put(flag, String.valueOf(taken.getLocalPort()));
            var run = CommandRun.of(Stream.concat(
                            Stream.of("up"),
                            ports.entrySet().stream().flatMap(port -> Stream.of(port.getKey(), port.getValue())))
                    .toArray(String[]::new));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().strip()).hasLineCount(1).contains(String.valueOf(taken.getLocalPort()), flag);
        }
    }
}
