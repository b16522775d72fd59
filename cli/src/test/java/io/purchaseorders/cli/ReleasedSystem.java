package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.local.standin.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** {@code ./orders up} over one data folder, by one release after another. */
final class ReleasedSystem implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final int dynamoDb = Programs.freePort();
    private final int events = Programs.freePort();
    private final int api = Programs.freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private Release release;
    private AutoCloseable up;
    private String token;

    ReleasedSystem(Path folder, Release release) throws IOException {
        this.folder = folder;
        this.release = release;
        this.up = up();
        this.token = token();
    }

    /** On a busy machine the first answer may take longer than the program waits for it. */
    private String token() {
        return Awaitility.await("a token")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new LocalIssuer(api()).token(List.of("orders/audit")), text -> !text.isEmpty());
    }

    private URI api() {
        return URI.create("http://localhost:" + api);
    }

    private AutoCloseable up() throws IOException {
        return release.up(folder.resolve("data"), api, dynamoDb, events);
    }

    /** Stops the system, and starts another release on what it leaves. */
    void replaceBy(Release next) throws Exception {
        up.close();
        release = next;
        up = up();
        token = token();
    }

    URI dynamoDb() {
        return URI.create("http://localhost:" + dynamoDb);
    }

    /** A command of the release that runs, on the system. */
    Release.Ended run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--dynamodb-port", String.valueOf(dynamoDb)));
        return release.run(all.toArray(String[]::new));
    }

    void done(String... command) throws IOException, InterruptedException {
        Release.Ended ended = run(command);
        assertThat(ended.exitCode()).as(ended.said()).isZero();
    }

    /** A line of a file that {@code publish} takes. */
    static String entry(String type, String detail) {
        return TargetOptions.json(Map.of("Source", "shop", "DetailType", type, "Detail", detail));
    }

    void publish(Collection<String> entries) throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "events", ".ndjson"), entries);
        CommandRun run =
                CommandRun.of("publish", file.toString(), "--endpoint", "http://localhost:" + events, "--no-receipts");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(api().resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    /** The one item of the whole of a key, once so many orders of it were placed. */
    JsonNode whole(String key, int placed) throws IOException, InterruptedException {
        Awaitility.await("%d orders of %s".formatted(placed, key))
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(whole(key).at("/orders/placed").asInt()).isEqualTo(placed));
        return whole(key);
    }

    JsonNode whole(String key) throws IOException, InterruptedException {
        return json("/aggregations/" + key.replace("#", "%23") + "?granularity=TOTAL")
                .at("/items/0");
    }

    @Override
    public void close() throws Exception {
        http.close();
        up.close();
    }
}
