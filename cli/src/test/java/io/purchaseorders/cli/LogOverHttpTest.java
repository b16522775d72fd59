package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.purchaseorders.cli.generate.SampleEntries;
import io.purchaseorders.log.Checkpoint;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogFiles;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LogReport;
import io.purchaseorders.log.LogVerifier;
import io.purchaseorders.log.TlogProof;
import io.purchaseorders.log.VerifierKey;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the log's key and any token verifies the whole log, and each event, by what the API answers. */
@Timeout(600)
class LogOverHttpTest {

    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than a full tile. */
    private static final int ORDERS = 120;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> problems = new CopyOnWriteArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Test
    void published_events_are_proven_and_the_whole_log_verified_through_the_api() throws IOException {
        Path log = data.resolve("log");
        Path console = Files.createDirectory(data.resolve("console"));
        Files.writeString(console.resolve("index.html"), "a console");
        try (RunningSystem system = EmbeddedSystem.start(ImmutableSystemSettings.builder()
                .apiPort(0)
                .console(console)
                .log(log)
                .build())) {
            String token = token(system, "orders/publish");
            assertThat(get(system, "/log/checkpoint", token).statusCode())
                    .as("no log yet")
                    .isEqualTo(404);
            int published = publish(system);
            String proof = "/events/e-1/proof?orderId=PO-1";
            assertThat(get(system, proof, token).statusCode()).as("not sealed").isEqualTo(404);
            try (LogSealing sealing = LogSealing.start(
                    () -> LiveTables.at(system.dynamoDb(), "local").tables(), data, SOON, problems::add)) {
                VerifierKey key = LogKeyFile.beside(log).read().orElseThrow().verifierKey();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(size(get(system, "/log/checkpoint", token), key))
                                .isEqualTo(published));

                assertThat(text(get(system, "/console/config.json", token))).contains(key.toString());
                HttpResponse<byte[]> answer = get(system, proof, token);
                assertThat(answer.statusCode()).isEqualTo(200);
                LogEntry proven = TlogProof.parse(answer.body()).verify(key);
                assertThat(proven.orderId()).isEqualTo("PO-1");
                assertThat(proven.eventId()).isEqualTo("e-1");

                String reader = token(system, "orders/read");
                LogFiles remote = path -> file(system, path, reader);
                LogReport report = LogVerifier.verify(remote, key, Optional.empty(), Optional.empty());
                assertThat(report.findings()).isEmpty();
                assertThat(report.entries()).isEqualTo(published);
                assertThat(LogReader.open(remote)
                                .orElseThrow()
                                .prove(published - 1)
                                .verify(key))
                        .isNotEqualTo(proven);
            }
        }
        assertThat(problems).isEmpty();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static long size(HttpResponse<byte[]> checkpoint, VerifierKey key) {
        return checkpoint.statusCode() == 404
                ? 0
                : Checkpoint.open(checkpoint.body(), key).size();
    }

    private int publish(RunningSystem system) throws IOException {
        StringWriter generated = new StringWriter();
        SampleEntries.write(ORDERS, 7, generated);
        String own =
                "{'Source':'shop','DetailType':'OrderConfirmed','Detail':{'eventId':'e-1','orderId':'PO-1','occurredAt':'2026-11-23T10:15:30Z'}}\n"
                        .replace('\'', '"');
        List<String> lines = (generated + own).lines().distinct().toList();
        Path file = Files.write(data.resolve("events.ndjson"), lines);
        CommandRun run = CommandRun.of(
                "publish", file.toString(), "--endpoint", system.events().toString());
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(lines).hasSizeGreaterThan(256);
        return lines.size();
    }

    private static String token(RunningSystem system, String scope) {
        return CommandRun.of(
                        "token",
                        "--scope",
                        scope,
                        "--api-port",
                        String.valueOf(system.api().getPort()))
                .out()
                .strip();
    }

    private Optional<byte[]> file(RunningSystem system, String path, String token) {
        HttpResponse<byte[]> answer = get(system, "/log/" + path, token);
        assertThat(answer.statusCode()).as(text(answer)).isIn(200, 404);
        return Optional.of(answer.body()).filter(body -> answer.statusCode() == 200);
    }

    private HttpResponse<byte[]> get(RunningSystem system, String target, String token) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(system.api() + target))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
