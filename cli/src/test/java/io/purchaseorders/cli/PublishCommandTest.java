package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private StubEvents stub;

    @BeforeEach
    void start() throws IOException {
        stub = new StubEvents();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void every_entry_arrives_once_in_batches_of_ten() throws IOException {
        var run = publish(IntStream.range(0, 1_005)
                .mapToObj(i -> entry("shop", "{\"n\":" + i + "}"))
                .collect(Collectors.joining("\n")));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("published 1005, not published 0, in ").contains("events/s");
        assertThat(stub.accepted).hasSize(1_005).doesNotHaveDuplicates();
        assertThat(stub.batchSizes).hasSize(101).allMatch(size -> size <= 10);
        assertThat(stub.accepted)
                .allMatch(entry -> "purchase-orders-local"
                        .equals(entry.path("EventBusName").asText()));
    }

    @Test
    void a_detail_that_is_an_object_keeps_its_text_exactly() throws IOException {
        var detail = "{ \"b\": 1.10, \"a\" : 12345678901234567890.000, \"a\":[1e2, \"\\u00e9é\"]}";
        assertThat(publish("{\"Detail\": " + detail + " ,\"Source\":\"s\",\"DetailType\":\"T\",\"Extra\":{\"x\":1}}")
                        .exitCode())
                .isZero();
        assertThat(stub.accepted.getFirst().path("Detail").asText()).isEqualTo(detail);
    }

    @Test
    void what_is_throttled_is_tried_again() throws IOException {
        stub.failingCalls.set(2);
        var run = publish(entry("shop", "{}"), entry("throttled", "{\"n\":1}"), entry("throttled", "{\"n\":2}"));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(stub.accepted).hasSize(3);
    }

    @Test
    void failures_are_reported_by_line_and_the_rest_is_published() throws IOException {
        var run = publish(
                "\uFEFF" + entry("shop", "{\"n\":1}"),
                "{not json",
                "[]",
                "{\"Source\":\"s\",\"DetailType\":\"T\"}",
                "{\"Source\":7,\"DetailType\":\"T\",\"Detail\":{}}",
                "{\"Source\":\"s\",\"Detail\":{}}",
                "",
                entry("refused", "{\"n\":2}"),
                entry("shop", "\"" + "x".repeat(Entry.MAX_BYTES) + "\""),
                entry("shop", "{}") + " " + entry("shop", "{}"),
                "x".repeat(LineReader.MAX_LINE_BYTES + 1),
                entry("shop", "{\"n\":3}") + "\r");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines().sorted().toList())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("line 2: not JSON: "),
                        line -> assertThat(line).isEqualTo("line 3: not a JSON object"),
                        line -> assertThat(line).isEqualTo("line 4: no Detail that is a string or an object"),
                        line -> assertThat(line).isEqualTo("line 5: no Source that is a string"),
                        line -> assertThat(line).isEqualTo("line 6: no DetailType that is a string"),
                        line -> assertThat(line).isEqualTo("line 8: InvalidArgument: no such thing"),
                        line -> assertThat(line).startsWith("line 9: too large: "),
                        line -> assertThat(line).isEqualTo("line 10: more than one JSON value"),
                        line -> assertThat(line).startsWith("line 11: too large: "));
        assertThat(stub.accepted).hasSize(2);
        assertThat(run.out()).startsWith("published 2, not published 9, in ");
    }

    @Test
    void bytes_that_are_no_text_fail_their_line_only() throws IOException {
        var file = folder.resolve("latin1.ndjson");
        Files.write(file, (entry("café", "{}") + "\n" + entry("shop", "{}")).getBytes(StandardCharsets.ISO_8859_1));
        var run = publish(file);
        assertThat(run.err().strip()).isEqualTo("line 1: not UTF-8");
        assertThat(stub.accepted).hasSize(1);
    }

    @Test
    void a_batch_stays_under_the_size_limit_of_a_call() throws IOException {
        var large = "{\"x\":\"" + "x".repeat(100_000) + "\"}";
        var run = publish(entry("a", large), entry("b", large), entry("c", large), entry("d", large));
        assertThat(run.exitCode()).isZero();
        assertThat(stub.batchSizes).containsExactlyInAnyOrder(2, 2);
    }

    @Test
    void a_call_that_is_refused_as_such_stops_the_run_with_one_sentence() throws IOException {
        stub.failingStatus = 403;
        stub.failingCalls.set(1_000_000);
        var run = publish(IntStream.range(0, 2_000)
                .mapToObj(i -> entry("shop", "{\"n\":" + i + "}"))
                .collect(Collectors.joining("\n")));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines().toList())
                .hasSizeLessThan(2_000)
                .last()
                .asString()
                .startsWith("Stopped before");
        assertThat(stub.accepted).isEmpty();
    }

    @Test
    void the_summary_can_be_json() throws IOException {
        var file = write(List.of(entry("shop", "{}")));
        var run = CommandRun.of(
                "publish",
                file.toString(),
                "--json",
                "--no-receipts",
                "--endpoint",
                stub.address().toString());
        var summary = new JsonMapper().readTree(run.out());
        assertThat(summary.path("published").asInt()).isEqualTo(1);
        assertThat(summary.path("failed").isInt()).isTrue();
        assertThat(summary.has("seconds")).isTrue();
        assertThat(summary.has("eventsPerSecond")).isTrue();
    }

    @Test
    void a_file_that_cannot_be_read_is_one_sentence() {
        for (var path : List.of(folder.resolve("missing"), folder)) {
            var run = publish(path);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().strip()).hasLineCount(1).contains(path.toString());
        }
    }

    @Test
    void an_empty_file_is_published_at_once() throws IOException {
        var run = publish("");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("published 0, not published 0, in ");
    }

    private CommandRun publish(String... lines) throws IOException {
        return publish(write(List.of(lines)));
    }

    private CommandRun publish(Path file) {
        return CommandRun.of(
                "publish",
                file.toString(),
                "--no-receipts",
                "--endpoint",
                stub.address().toString());
    }

    private Path write(List<String> lines) throws IOException {
        return Files.writeString(folder.resolve("events.ndjson"), String.join("\n", lines));
    }

    private static String entry(String source, String detail) {
        return new JsonMapper()
                .createObjectNode()
                .put("Source", source)
                .put("DetailType", "OrderPlaced")
                .put("Detail", detail)
                .toString();
    }
}
