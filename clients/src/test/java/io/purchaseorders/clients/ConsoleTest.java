package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The console in Chromium before a system with the sample: {@code console/test/browser}. Writes pictures of the pages
 * to {@code console/target/screenshots}; {@code -Dconsole.screenshots=true} writes one of every page in every look, and renews those
 * of {@code docs/console}.
 */
@ExtendWith(RunningSample.Resolver.class)
@Timeout(600)
class ConsoleTest {

    private static final Path CONSOLE = NpmTools.ROOT.resolve("console");
    private static final Path SAMPLE = NpmTools.ROOT.resolve("data/online-retail-december-2010.ndjson.gz");
    private static final Path SCREENSHOTS =
            CONSOLE.resolve("target/screenshots").toAbsolutePath();

    private final RunningSample system;

    ConsoleTest(RunningSample system) {
        this.system = system;
    }

    /** The tests are compiled while the system takes the sample in. */
    @Test
    void every_page_does_in_a_browser_what_it_says() throws Exception {
        run(Map.of(), "node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.test.json");
        system.awaitSample();
        String said = run(
                Map.of(
                        "API", system.api().toString(),
                        "EVENTS", system.events().toString(),
                        "ORDERS", Long.toString(placed()),
                        "PICTURES", Boolean.getBoolean("console.screenshots") ? "all" : "",
                        "SCREENSHOTS", SCREENSHOTS.toString()),
                "node",
                "--test",
                "target/test/test/browser/console.test.js");
        said.lines().filter(line -> line.startsWith("# console:")).forEach(System.out::println);
        if (Boolean.getBoolean("console.screenshots")) {
            copyScreenshots();
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

    /** The folder says which ones the documents show. */
    private static void copyScreenshots() throws IOException {
        try (Stream<Path> pictures = Files.list(NpmTools.ROOT.resolve("docs/console"))) {
            for (Path picture : pictures.toList()) {
                Files.copy(SCREENSHOTS.resolve(picture.getFileName()), picture, StandardCopyOption.REPLACE_EXISTING);
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
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
