package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The console in Chromium before a system of its own with the sample: {@code console/test/browser}. Writes pictures of the pages
 * to {@code console/target/screenshots}; {@code -Dconsole.screenshots=true} copies them to {@code docs/console}.
 */
@Timeout(600)
class ConsoleTest {

    private static final Path CONSOLE = NpmTools.ROOT.resolve("console");
    private static final Path SAMPLE = NpmTools.ROOT.resolve("data/online-retail-december-2010.ndjson.gz");
    private static final Path SCREENSHOTS =
            CONSOLE.resolve("target/screenshots").toAbsolutePath();
    private static final Pattern READY = Pattern.compile("ready  API (\\S+)  DynamoDB \\S+  events (\\S+)");
    private static final long STOP_SECONDS = 30;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }

    @Test
    void every_page_does_in_a_browser_what_it_says() throws Exception {
        run(
                Map.of(),
                NpmTools.ROOT.resolve("scripts/console.sh").toAbsolutePath().toString());
        run(Map.of(), "node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.test.json");
        Matcher ready = up();
        String said = run(
                Map.of(
                        "API", URI.create(ready.group(1)).toString(),
                        "EVENTS", ready.group(2),
                        "ORDERS", Long.toString(placed()),
                        "SCREENSHOTS", SCREENSHOTS.toString()),
                "node",
                "--test",
                "target/test/test/browser/console.test.js");
        said.lines().filter(line -> line.startsWith("# console:")).forEach(System.out::println);
        if (Boolean.getBoolean("console.screenshots")) {
            copyScreenshots();
        }
    }

    private Matcher up() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:disable",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dorders.console=" + CONSOLE.resolve("target/site").toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.purchaseorders.cli.Orders",
                        "up",
                        "--sample",
                        "--api-port",
                        freePort(),
                        "--dynamodb-port",
                        freePort(),
                        "--events-port",
                        freePort())
                .redirectError(new File(CONSOLE.resolve("target/up.log").toString()))
                .start();
        started.add(process);
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        assertThat(ready.find())
                .as("up said: " + line + ", see console/target/up.log")
                .isTrue();
        return ready;
    }

    private static String freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static long placed() throws IOException {
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(SAMPLE)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.contains("\"DetailType\":\"OrderPlaced\""))
                    .count();
        }
    }

    /** Of the narrow ones two say enough. */
    private static boolean isShown(Path picture) {
        String name = picture.getFileName().toString();
        return !name.endsWith("-narrow.png") || name.startsWith("totals") || name.startsWith("scrubbed");
    }

    private static void copyScreenshots() throws IOException {
        Path documents = NpmTools.ROOT.resolve("docs/console");
        Files.createDirectories(documents);
        try (Stream<Path> pictures = Files.list(SCREENSHOTS)) {
            for (Path picture : pictures.filter(ConsoleTest::isShown).toList()) {
                Files.copy(picture, documents.resolve(picture.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** What the command said, which must have ended well. */
    private String run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(CONSOLE.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
