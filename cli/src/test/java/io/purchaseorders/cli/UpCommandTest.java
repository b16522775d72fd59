package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.local.standin.Programs;
import java.io.BufferedReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpCommandTest {

    @Test
    void it_prints_one_ready_line_gives_tokens_and_stops_in_order_when_interrupted() throws Exception {
        var api = Programs.freePortText();
        var process = new ProcessBuilder(Programs.command(
                        StandInSystem.class.getName(),
                        "up",
                        "--api-port",
                        api,
                        "--dynamodb-port",
                        Programs.freePortText(),
                        "--events-port",
                        Programs.freePortText()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine())
                    .startsWith("ready")
                    .contains("API http://localhost:" + api, "DynamoDB http://", "events http://", "issuer http://");
            var token = CommandRun.of("token", "--scope", "orders/read", "--api-port", api);
            assertThat(token.exitCode()).isZero();
            assertThat(token.out().strip()).contains(".");

            process.toHandle().destroy(); // the signal of kill, which is handled as that of Ctrl-C
            assertThat(out.lines().toList()).containsExactly("closed");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
