package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.local.standin.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * {@code ./orders up --sample} in a process of its own, on free ports: one for all tests that look at the console, or
 * do what a document tells its reader to do. It holds the sample, and what those tests publish beside it.
 */
final class RunningSample implements AutoCloseable {

    static final String COMMAND = "./orders up --sample";

    static final String PROGRAM = "io.purchaseorders.cli.Orders";
    private static final Pattern READY = Pattern.compile("ready  API (\\S+)  DynamoDB (\\S+)  events (\\S+)");
    private static final Pattern SAMPLE_IS_THERE = Pattern.compile("(?m)^the sample is there: open \\S+ in a browser$");
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final long STOP_SECONDS = 30;

    private final Path folder;
    private final Path said;
    private final Process process;
    private final URI api;
    private final URI dynamoDb;
    private final URI events;

    private RunningSample() throws IOException {
        folder = Files.createTempDirectory("sample-");
        said = Files.createDirectories(NpmTools.ROOT.resolve("console/target")).resolve("up.log");
        List<String> command = Programs.command(
                List.of(
                        "-Djava.io.tmpdir=" + folder,
                        "-Dorders.console="
                                + NpmTools.ROOT.resolve("console/target/site").toAbsolutePath()),
                Programs.classPath(),
                PROGRAM,
                "up",
                "--sample",
                "--api-port",
                Programs.freePortText(),
                "--dynamodb-port",
                Programs.freePortText(),
                "--events-port",
                Programs.freePortText());
        process = new ProcessBuilder(command).redirectError(said.toFile()).start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        assertThat(ready.find()).as("up said: %s, see %s", line, said).isTrue();
        api = URI.create(ready.group(1));
        dynamoDb = URI.create(ready.group(2));
        events = URI.create(ready.group(3));
    }

    /** Builds the page if that is still to be done: the system serves it. */
    private static RunningSample start() {
        NpmTools.run(
                Map.of(),
                NpmTools.ROOT.resolve("scripts/console.sh").toAbsolutePath().toString());
        try {
            return new RunningSample();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI api() {
        return api;
    }

    URI dynamoDb() {
        return dynamoDb;
    }

    URI events() {
        return events;
    }

    /** What {@code --data} would name, for the commands of the log: the tables are in memory, the log is in a folder all the same. */
    Path data() {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(one -> Files.isDirectory(one.resolve("log")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Until it says that the sample is there, as its user waits before opening the page. */
    void awaitSample() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> SAMPLE_IS_THERE.matcher(Files.readString(said)).find());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it for the first test that asks; it ends with the last one. */
    static final class Resolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningSample.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(RunningSample.class, type -> start(), RunningSample.class);
        }
    }
}
