package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends every curl of {@code docs/api.md} to a running system, by the shell and curl that a reader would use, after the events
 * that the page publishes: each has to answer something.
 */
@ExtendWith(SampleSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedCallsTest {

    /** A call that is not to be 200 says so behind it. */
    private static final Pattern CALL = Pattern.compile("^(curl .*?)(?: # ([0-9]{3}))?$");

    private final RunningApi running;
    private final String setting;
    private String etag = "";
    private String cursor = "";

    DocumentedCallsTest(RunningApi running) throws IOException, InterruptedException {
        this.running = running;
        this.setting = setting();
        running.publish(shell("cat <<END\n" + events() + "\nEND")
                .lines()
                .map(Entry::read)
                .toList());
        running.settle();
        this.etag = assigned("etag");
        this.cursor = assigned("cursor");
    }

    /** What the page's own line gives a variable. */
    private String assigned(String variable) throws IOException, InterruptedException {
        String line = page().lines()
                .filter(text -> text.startsWith(variable + "="))
                .findFirst()
                .orElseThrow();
        String value = shell(line + "\necho \"$" + variable + "\"").strip();
        assertThat(value).as(line).isNotEmpty();
        return value;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of(SampleSystem.ROOT, "docs", "api.md"));
    }

    /** The assignments before the events. */
    private static String setting() throws IOException {
        return between("```sh\n", "./orders publish");
    }

    private static String events() throws IOException {
        return between("<<END\n", "\nEND\n");
    }

    private static String between(String begin, String end) throws IOException {
        String page = page();
        int from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf(end, from));
    }

    static Stream<String> calls() throws IOException {
        return page().lines().filter(line -> line.startsWith("curl "));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_documented_call_answers_what_the_page_says(String line) throws IOException, InterruptedException {
        Matcher call = CALL.matcher(line);
        assertThat(call.matches()).isTrue();
        String said = shell(call.group(1) + " -sS -o target/answer -w '%{http_code}'");
        assertThat(said).as(line).isEqualTo(call.group(2) == null ? "200" : call.group(2));
        if (call.group(2) == null) {
            assertAnswersSomething(line, Files.readString(Path.of(SampleSystem.ROOT, "clients", "target", "answer")));
        }
    }

    private static void assertAnswersSomething(String line, String answer) {
        assertThat(answer).as(line).isNotBlank();
        if (line.contains("text/csv")) {
            assertThat(answer.lines().count()).as("%s: %s", line, answer).isGreaterThan(1);
        } else if (line.contains("Authorization") && answer.contains("\"items\":")) {
            assertThat(Entry.json(answer).path("items"))
                    .as("%s: %s", line, answer)
                    .isNotEmpty();
        }
    }

    private String shell(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-uc", setting + "\n" + command)
                .directory(new File(SampleSystem.ROOT, "clients"))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment()
                .putAll(Map.of(
                        "api", running.address().toString(),
                        "read", running.token(RunningApi.READ),
                        "audit", running.token(RunningApi.AUDIT),
                        "publish", running.token(RunningApi.PUBLISH),
                        "etag", etag,
                        "cursor", cursor));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
