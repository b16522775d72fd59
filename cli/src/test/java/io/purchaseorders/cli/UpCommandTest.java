package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpCommandTest {

    @Test
    void it_prints_one_ready_line_gives_tokens_and_stops_in_order_when_interrupted() throws Exception {
        var api = freePort();
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandInSystem.class.getName(),
                        "up",
                        "--api-port",
                        api,
                        "--dynamodb-port",
                        freePort(),
                        "--events-port",
                        freePort())
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

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }
}
