package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A running system with orders of a day that nothing is added to, for tests of its generations. Every order is of one unit at one
 * euro, so that what a total must be is a count.
 */
final class SettledSystem implements AutoCloseable {

    /** Orders of {@link #SETTLED_DAY}. */
    static final int SETTLED = 60;

    static final String SETTLED_DAY = "2026-11-20";

    /** The day of whatever comes later. */
    static final String TODAY = "2026-11-21";

    /** The table of the first generation; that of a later one ends in its number. */
    static final String TABLE = "order-aggregations-local";

    private final EmbeddedSystem system =
            EmbeddedSystem.start(ImmutableSystemSettings.builder().apiPort(0).build());
    private final String dynamoDb = String.valueOf(system.dynamoDb().getPort());
    private final HttpClient http = HttpClient.newHttpClient();
    private final DynamoDbClient client =
            LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT).client();
    private final String token = new LocalIssuer(system.api()).token(List.of("orders/audit"));
    private final Path folder;

    /** Started, and its orders settled. */
    SettledSystem(Path folder) throws IOException {
        this.folder = folder;
        try {
            publish(SETTLED_DAY, "settled", 0, SETTLED);
            awaitEqual();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    DynamoDbClient client() {
        return client;
    }

    GenerationTables tables() {
        return GenerationTables.of(LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT));
    }

    CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--dynamodb-port", dynamoDb));
        return CommandRun.of(all.toArray(String[]::new));
    }

    CommandRun done(String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return run;
    }

    /** Places orders of today. */
    void publish(String prefix, int from, int to) throws IOException {
        publish(TODAY, prefix, from, to);
    }

    private void publish(String day, String prefix, int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(entry(
                            "OrderPlaced",
                            "{\"eventId\":\"placed\",\"orderId\":\"" + prefix + i + "\",\"occurredAt\":\"" + day
                                    + "T10:00:00Z\",\"customerId\":\"c\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"s\","
                                    + "\"quantity\":1,\"unitPrice\":\"1\"}]}"))
                    .append('\n');
        }
        publish(lines.toString());
    }

    static String entry(String type, String detail) {
        return TargetOptions.json(Map.of("Source", "shop", "DetailType", type, "Detail", detail));
    }

    void publish(String lines) throws IOException {
        Path file = Files.createTempFile(folder, "events", ".ndjson");
        Files.writeString(file, lines);
        CommandRun run = CommandRun.of(
                "publish", file.toString(), "--endpoint", system.events().toString(), "--no-receipts");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    /** Until the live projections are what a replay gives. */
    void awaitEqual() {
        CommandRun replay = run("replay");
        for (int look = 0; look < 10 && replay.exitCode() != 0; look++) {
            replay = run("replay");
        }
        assertThat(replay.out()).contains("equal: ").doesNotContain("NOT equal");
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(system.api() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new JsonMapper().readTree(answer.body());
    }

    /** The generation that an answer says it is from. */
    static String generation(HttpResponse<String> answer) {
        return answer.headers().firstValue("Orders-Generation").orElse("none");
    }

    void awaitGeneration(String number) {
        Awaitility.await("generation %s shows".formatted(number))
                .atMost(Duration.ofSeconds(5))
                .until(() -> generation(get("/aggregations/ALL?granularity=TOTAL")), number::equals);
    }

    /** Orders placed so far, as the API says. */
    int placed() throws IOException, InterruptedException {
        return json(get("/aggregations/ALL?granularity=TOTAL"))
                .at("/items/0/orders/placed")
                .asInt();
    }

    /** Those of today alone. */
    int placedToday() throws IOException, InterruptedException {
        return json(get("/aggregations/ALL?granularity=DAY&from=" + TODAY + "&to=" + TODAY))
                .at("/items/0/orders/placed")
                .asInt();
    }

    @Override
    public void close() {
        http.close();
        system.close();
    }
}
