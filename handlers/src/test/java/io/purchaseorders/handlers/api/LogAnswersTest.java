package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.purchaseorders.events.OrderEvent.Header;
import io.purchaseorders.events.OrderEvent.OrderConfirmed;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.events.Samples;
import io.purchaseorders.handlers.NoContext;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.telemetry.Telemetry;
import io.purchaseorders.log.Checkpoint;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogFiles;
import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.LogWriter;
import io.purchaseorders.log.LoggedExports;
import io.purchaseorders.log.SigningKey;
import io.purchaseorders.log.TlogProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a log in a folder; {@link LogOfABucketAnswersTest} asks the same of one that is kept as on AWS. */
@NullMarked
class LogAnswersTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String SECRET = "a key beside the log";
    private static final int LOGGED = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final SigningKey key = SigningKey.generate("example.test/orders");
    private final ApiFixture fixture = new ApiFixture();

    @SuppressWarnings("NullAway.Init")
    private LogWriter writer;

    @SuppressWarnings("NullAway.Init")
    private OrderApi api;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("log-key"), SECRET);
        Path log = folder.resolve("log");
        writer = new LogWriter(new LogFolder(log), key);
        api = over(new LogFolder(log));
        store(0, LOGGED);
        log(0, LOGGED);
    }

    /** The log as it is read here. */
    KeptLog kept(LogFiles files) {
        return KeptLog.ofFolder(files);
    }

    private OrderApi over(LogFiles log) {
        return new OrderApi(
                fixture.stores(),
                kept(log),
                new CursorCodec("secret"),
                ZoneOffset.UTC,
                Clock.fixed(ApiFixture.NOW, ZoneOffset.UTC),
                Telemetry.SILENT);
    }

    private static RecordedEvent event(int number) {
        return Samples.recorded(new OrderConfirmed(new Header("e-" + number, "o-" + number % 7, NOON)), NOON);
    }

    private void store(int begin, int end) {
        for (int i = begin; i < end; i++) {
            fixture.append(event(i));
        }
    }

    private void log(int begin, int end) {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = begin; i < end; i++) {
            entries.add(LogEntry.of(
                    "o-" + i % 7, event(i).event().key().timestamp(), "OrderConfirmed", "shop", "now", "{}"));
        }
        writer.append(entries);
        LoggedExports.note(
                new LogFolder(folder.resolve("log")),
                new LoggedExports.Range("from-" + begin, NOON.minusSeconds(60), NOON.plusSeconds(60), begin, end));
    }

    private APIGatewayProxyResponseEvent get(String path, String scope, String... query) {
        return ask(ApiFixture.request("GET", path, scope, query));
    }

    private APIGatewayProxyResponseEvent ask(APIGatewayProxyRequestEvent request) {
        return api.handleRequest(request, NoContext.INSTANCE);
    }

    private byte[] file(String path) throws IOException {
        return Files.readAllBytes(folder.resolve("log").resolve(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders/read", "orders/audit", "orders/publish"})
    void any_scope_reads_the_checkpoint(String scope) {
        APIGatewayProxyResponseEvent answer = get("/log/checkpoint", scope);
        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getIsBase64Encoded()).isFalse();
        assertThat(answer.getHeaders())
                .containsEntry("Content-Type", "text/plain; charset=utf-8")
                .containsEntry("Cache-Control", "private, no-cache");
        Checkpoint checkpoint = Checkpoint.open(answer.getBody().getBytes(StandardCharsets.UTF_8), key.verifierKey());
        assertThat(checkpoint.size()).isEqualTo(LOGGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/000", "0/001.p/44", "1/000.p/1", "entries/000", "entries/001.p/44"})
    void tiles_are_bytes_that_may_be_kept(String tile) throws IOException {
        for (String path :
                List.of("/log/tile/" + tile, "/log/tile/" + tile.replace("/", "%2F"), "/v1/log/tile/" + tile)) {
            APIGatewayProxyResponseEvent answer =
                    ask(ApiFixture.request("GET", path, "orders/read").withResource("/log/tile/{tile+}"));
            assertThat(answer.getStatusCode()).as(path).isEqualTo(200);
            assertThat(answer.getIsBase64Encoded()).isTrue();
            assertThat(Base64.getDecoder().decode(answer.getBody())).isEqualTo(file("tile/" + tile));
            assertThat(answer.getHeaders())
                    .containsEntry("Content-Type", "application/octet-stream")
                    .containsEntry("Cache-Control", "private, max-age=31536000, immutable")
                    .containsEntry("Vary", "Accept-Encoding, Authorization");
        }
    }

    @Test
    void what_a_reader_has_is_not_sent_again() {
        for (String path : List.of("/log/checkpoint", "/log/tile/0/000")) {
            String tag = get(path, "orders/read").getHeaders().get("ETag");
            APIGatewayProxyRequestEvent again = ApiFixture.request("GET", path, "orders/read")
                    .withMultiValueHeaders(Map.of("If-None-Match", List.of(tag)));
            assertThat(ask(again).getStatusCode()).as(path).isEqualTo(304);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../log-key",
                "..%2F..%2Flog-key",
                "%2E%2E/%2E%2E/log-key",
                "0/../../../log-key",
                "../checkpoint",
                "../pending",
                "../lock",
                "%2Fetc%2Fpasswd",
                "/etc/passwd",
                "0/000%00",
                "0/000/",
                "0/0",
                "0/x000/000",
                "0/x000",
                "00/000",
                "8/000",
                "-1/000",
                "0/000.p/0",
                "0/000.p/256",
                "0/000.p",
                "0/000.p/",
                "0\\000",
                "entries",
                "entries/x999/x999/x999/x999/x999/x999/x999/999",
                "0/٠٠٠",
                "0/%GG",
                "0/000%0A",
                "checkpoint"
            })
    void what_names_no_tile_is_a_fault_and_never_another_file(String path) {
        APIGatewayProxyResponseEvent answer = get("/log/tile/" + path, "orders/audit");
        assertThat(answer.getStatusCode()).as(answer.getBody()).isIn(400, 404);
        assertThat(answer.getBody()).doesNotContain(SECRET, folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/002", "0/001", "0/001.p/43", "2/000.p/1", "entries/x001/000"})
    void a_tile_that_the_log_has_not_is_not_found(String tile) {
        assertThat(get("/log/tile/" + tile, "orders/read").getStatusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders/audit", "orders/publish"})
    void a_proof_convinces_whoever_has_the_key(String scope) {
        for (int i : new int[] {0, 255, 256, LOGGED - 1}) {
            APIGatewayProxyResponseEvent answer = get("/events/e-" + i + "/proof", scope, "orderId", "o-" + i % 7);
            assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(200);
            assertThat(answer.getHeaders()).containsEntry("Content-Type", "text/plain; charset=utf-8");
            LogEntry proven = TlogProof.parse(answer.getBody().getBytes(StandardCharsets.UTF_8))
                    .verify(key.verifierKey());
            assertThat(proven.eventId()).isEqualTo("e-" + i);
            assertThat(proven.orderId()).isEqualTo("o-" + i % 7);
        }
    }

    @Test
    void an_event_is_proven_once_it_is_logged() {
        store(LOGGED, LOGGED + 10);
        String path = "/events/e-" + LOGGED + "/proof";
        APIGatewayProxyResponseEvent before = get(path, "orders/publish", "orderId", "o-" + LOGGED % 7);
        assertThat(before.getStatusCode()).isEqualTo(404);
        assertThat(before.getBody()).contains("not in the log yet");
        log(LOGGED, LOGGED + 10);
        assertThat(get(path, "orders/publish", "orderId", "o-" + LOGGED % 7).getStatusCode())
                .isEqualTo(200);
    }

    @Test
    void what_was_never_stored_is_not_found_and_readers_get_no_proofs() {
        assertThat(get("/events/never/proof", "orders/audit", "orderId", "o-1").getBody())
                .contains("No such event is stored.");
        assertThat(get("/events/e-1/proof", "orders/audit", "orderId", "o-2").getStatusCode())
                .isEqualTo(404);
        assertThat(get("/events/e-1/proof", "orders/audit").getStatusCode()).isEqualTo(400);
        assertThat(get("/events/e-1/proof", "orders/read", "orderId", "o-1").getStatusCode())
                .isEqualTo(403);
    }

    @Test
    void where_no_log_is_kept_every_route_says_so() {
        api = over(LogFiles.NONE);
        for (APIGatewayProxyResponseEvent answer : List.of(
                get("/log/checkpoint", "orders/read"), get("/events/e-1/proof", "orders/audit", "orderId", "o-1"))) {
            assertThat(answer.getStatusCode()).isEqualTo(404);
            assertThat(answer.getBody()).contains("No log is kept here, or nothing is in it yet.");
        }
        assertThat(get("/log/tile/0/000", "orders/read").getStatusCode()).isEqualTo(404);
    }
}
