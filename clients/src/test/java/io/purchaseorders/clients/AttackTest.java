package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.local.standin.Programs;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever may write to every table, and has no key, forges an order of months ago and edits a stored one together with all that
 * was made of it: {@code attack.py} by boto3, on {@code ./orders up --data}. The commands of the program tell of both.
 */
@Timeout(600)
class AttackTest {

    private static final Path ATTACK = Path.of(SampleSystem.ROOT, "clients/src/test/python/attack.py");
    private static final String ORDERS = "io.purchaseorders.cli.Orders";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int GENERATED_ORDERS = 40;

    /** Waiting for sums to agree takes three pauses of a second. */
    private static final double WAITED_SECONDS = 3;

    /** A day's row of ALL; rows of the hour and the month of ALL, of the customer and of the product. */
    private static final int ROWS = 7;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String dynamoDb = Programs.freePortText();
    private final String events = Programs.freePortText();
    private final String api = Programs.freePortText();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Process up;

    private record Ended(int exitCode, String said) {}

    @BeforeEach
    void publish() throws IOException {
        up = process(
                        "up",
                        "--data",
                        data().toString(),
                        "--api-port",
                        api,
                        "--dynamodb-port",
                        dynamoDb,
                        "--events-port",
                        events)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(up.inputReader().readLine()).startsWith("ready");
        List<String> lines = Entry.generated(GENERATED_ORDERS, SampleSystem.SEED).stream()
                .map(AttackTest::line)
                .toList();
        Path file = Files.write(folder.resolve("events.ndjson"), lines);
        assertThat(orders("publish", file.toString(), "--endpoint", "http://localhost:" + events, "--no-receipts")
                        .exitCode())
                .isZero();
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode report = Entry.json(
                    orders("check", "--dynamodb-port", dynamoDb, "--json").said());
            assertThat(report.path("balanced").asBoolean()).isTrue();
            assertThat(report.path("applied").asInt()).isEqualTo(lines.size());
        });
    }

    @AfterEach
    void stop() throws InterruptedException {
        up.destroy();
        assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();
        http.close();
    }

    @Test
    void a_forged_order_reaches_no_total_and_an_edited_one_is_told_of_though_all_sums_agree() throws IOException {
        String total = total("ALL");
        JsonNode forged = attack("insert");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(evidence(check()))
                        .singleElement()
                        .asString()
                        .startsWith("event " + name(forged) + " was forged at "));
        assertThat(total("ALL")).isEqualTo(total);
        assertThat(Entry.json(total("CUSTOMER%23C-forged")).path("items")).isEmpty();
        assertThat(orders("replay", "--dynamodb-port", dynamoDb).exitCode()).isZero();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(verifyLog().said()).contains("forged: event forged of order PO-forged"));

        JsonNode edited = attack("edit");
        assertThat(edited.path("rows").asInt()).isEqualTo(ROWS);
        assertThat(edited.path("deleted").asInt())
                .as("the violation and its contents")
                .isEqualTo(3);
        JsonNode report = check();
        System.out.println("AttackTest: evidence after " + report.path("evidenceSeconds")
                + " s, all of the check after " + report.path("seconds") + " s");
        assertThat(evidence(report))
                .hasSize(3)
                .anyMatch(finding -> finding.startsWith(
                                "event " + name(edited) + " is not what was recorded: its authentication code")
                        && finding.contains("the original is in exports"))
                .anyMatch(finding -> finding.startsWith("violations that the stream told of were deleted"))
                .anyMatch(finding -> finding.startsWith("event " + name(forged) + " was forged at "));
        assertThat(report.path("findings")).as("the sums, which were adjusted").isEmpty();
        assertThat(report.path("evidenceSeconds").asDouble()).isLessThan(WAITED_SECONDS);
        assertThat(orders("replay", "--dynamodb-port", dynamoDb).said())
                .contains(name(edited) + ": is not what was recorded");
        assertThat(verifyLog().said())
                .contains("changed: event " + eventId(edited) + " of order "
                        + edited.path("orderId").asText());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static String line(Entry entry) {
        return Entry.JSON
                .createObjectNode()
                .put("Source", entry.source())
                .put("DetailType", entry.type())
                .put("Detail", entry.detail())
                .toString();
    }

    private static String name(JsonNode event) {
        return event.path("orderId").asText() + " " + event.path("timestamp").asText();
    }

    private static String eventId(JsonNode event) {
        String timestamp = event.path("timestamp").asText();
        return timestamp.substring(timestamp.indexOf('#') + 1);
    }

    private JsonNode check() {
        Ended check = orders("check", "--dynamodb-port", dynamoDb, "--json");
        assertThat(check.exitCode()).as(check.said()).isEqualTo(1);
        return Entry.json(check.said());
    }

    private static List<String> evidence(JsonNode report) {
        List<String> evidence = new ArrayList<>();
        report.path("evidence").forEach(finding -> evidence.add(finding.asText()));
        return evidence;
    }

    /** Of an export of now, as an auditor gets it. */
    private Ended verifyLog() throws IOException {
        Path export = Files.createTempDirectory(folder, "export").resolve("now");
        assertThat(orders("export", export.toString(), "--dynamodb-port", dynamoDb)
                        .exitCode())
                .isZero();
        String key = orders("log", "key", "--data", data().toString()).said().strip();
        return orders("log", "verify", "--log", data() + "/log", "--key", key, "--export", export.toString());
    }

    private String total(String key) throws IOException {
        String token = orders("token", "--scope", "orders/read", "--api-port", api)
                .said()
                .strip();
        URI uri = URI.create("http://localhost:" + api + "/aggregations/" + key + "?granularity=TOTAL");
        try {
            String answer = http.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return Entry.JSON
                    .createObjectNode()
                    .set("items", Entry.json(answer).path("items"))
                    .toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode attack(String what) {
        Ended attack = run(new ProcessBuilder("python3", ATTACK.toString(), "http://localhost:" + dynamoDb, what)
                .redirectErrorStream(true));
        assertThat(attack.exitCode())
                .as("%s (it needs boto3: pip install boto3)", attack.said())
                .isZero();
        return Entry.json(attack.said());
    }

    /** What the command said to standard output. */
    private static Ended orders(String... arguments) {
        return run(process(arguments).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    private static ProcessBuilder process(String... arguments) {
        return new ProcessBuilder(Programs.command(ORDERS, arguments)).redirectInput(new File("/dev/null"));
    }

    private static Ended run(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE)).isTrue();
            return new Ended(process.exitValue(), said);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
