package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.cli.generate.SampleEntries;
import io.purchaseorders.local.standin.Programs;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever users have set for AWS, proxies, languages and other Java programs, the script and its commands do the same on this
 * machine: from a checkout below {@code josé}, with a file {@code bestellung-ü.ndjson}. The system itself is started with
 * all of it at once.
 */
@Timeout(600)
class UserEnvironmentTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

    /** Names in the bytes of UTF-8, whatever encoding this JVM has for its own. */
    private static final String CHECKOUT = "jos$'\\303\\251'";

    private static final String FILE = "bestellung-$'\\303\\274'.ndjson";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    private static final String api = Programs.freePortText();
    private static final String dynamoDb = Programs.freePortText();
    private static final String events = Programs.freePortText();

    @SuppressWarnings("NullAway.Init")
    private static Process system;

    static Stream<Map<String, String>> environments() {
        String nothingThere = "http://localhost:9";
        return Stream.of(
                Map.of(
                        "AWS_USE_FIPS_ENDPOINT", "true",
                        "AWS_PROFILE", "nobody",
                        "AWS_CA_BUNDLE", "/nowhere",
                        "AWS_REGION", "nowhere",
                        "AWS_RETRY_MODE", "odd",
                        "AWS_MAX_ATTEMPTS", "x",
                        "AWS_DEFAULTS_MODE", "odd"),
                Map.of(
                        "AWS_USE_DUALSTACK_ENDPOINT",
                        "true",
                        "AWS_CONFIG_FILE",
                        malformed(),
                        "AWS_SHARED_CREDENTIALS_FILE",
                        malformed(),
                        "AWS_ENDPOINT_URL",
                        nothingThere,
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        nothingThere),
                Map.of(
                        "HOME", folder.resolve("home").toString(),
                        "TMPDIR", folder.resolve("with spaces").toString(),
                        "TZ", "Asia/Kathmandu",
                        "CDPATH", "/",
                        "CLASSPATH", "/nowhere",
                        "LC_ALL", "C"),
                Map.of(
                        "HTTP_PROXY", nothingThere,
                        "HTTPS_PROXY", nothingThere,
                        "http_proxy", nothingThere,
                        "NO_PROXY", "",
                        "JAVA_TOOL_OPTIONS", "-Dhttp.proxyHost=localhost -Dhttp.proxyPort=9 -Dhttp.nonProxyHosts=none"),
                Map.of(
                        "JDK_JAVA_OPTIONS", "--nonsense",
                        "_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG -Xmx8m",
                        "LC_ALL", "ar_EG.UTF-8",
                        "MAVEN_ARGS", "--nonsense"),
                Map.of(
                        "LANG", "de_DE.ISO-8859-1",
                        "POWERTOOLS_LOG_LEVEL", "odd",
                        "LOG4J_CONFIGURATION_FILE", malformed()));
    }

    private static String malformed() {
        return folder.resolve("home/.aws/config").toString();
    }

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(folder.resolve("with spaces"));
        Files.createDirectories(folder.resolve("home/.aws"));
        Files.writeString(folder.resolve("home/.aws/config"), "[[not a profile");
        try (var writer = Files.newBufferedWriter(folder.resolve("events.ndjson"))) {
            SampleEntries.write(3, 1, writer);
        }
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Orders.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> new File(entry).toURI().toString())
                                .collect(Collectors.joining(" ")));
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("cli.jar")), manifest)) {
            jar.finish();
        }
        // What a build leaves behind, so that the script has nothing to build.
        Result made = bash(
                "target=" + CHECKOUT + "/cli/target && mkdir -p \"$target/lib\" && cp '"
                        + ROOT.toAbsolutePath().resolve("orders") + "' " + CHECKOUT
                        + "/ && mv cli.jar \"$target/\" && : >\"$target/embedded.classpath\" && : >\"$target/orders-built\" && mv"
                        + " events.ndjson " + FILE,
                Map.of());
        assertThat(made.exitCode()).as(made.output()).isZero();
        Map<String, String> everything = new LinkedHashMap<>();
        environments().forEach(everything::putAll);
        everything.put("ORDERS_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1"); // no time for the second compiler to pay off
        system = process(
                        "exec " + CHECKOUT + "/orders up --data data-$'\\303\\274' --api-port " + api
                                + " --dynamodb-port " + dynamoDb + " --events-port " + events,
                        everything)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = system.inputReader();
        assertThat(out.readLine()).startsWith("ready");
    }

    @AfterAll
    static void stop() {
        system.destroyForcibly();
    }

    /** A class path is separated by colons, so its files cannot be named from there. */
    @ParameterizedTest
    @ValueSource(strings = {"up", "demo"})
    void a_checkout_whose_path_has_a_colon_is_refused_in_one_sentence(String command) throws Exception {
        Path checkout = Files.createDirectories(folder.resolve("a:b"));
        Path script = checkout.resolve("orders");
        Files.copy(ROOT.resolve("orders"), script, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Process run = new ProcessBuilder("bash", script.toString(), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).isEqualTo(1);
        assertThat(said.lines()).singleElement().asString().contains("has a colon", checkout.toString());
    }

    /** A stand-in for Maven tells what it was given. */
    @Test
    void the_first_build_takes_its_memory_and_proxies_from_the_user_and_nothing_else() throws Exception {
        Result built = bash(
                "exec 2>&1; mkdir -p unbuilt/bin && : >unbuilt/pom.xml && cp '"
                        + ROOT.toAbsolutePath().resolve("orders") + "' unbuilt/"
                        + " && printf '#!/bin/sh\\nenv; exit 1\\n' >unbuilt/bin/mvn && chmod +x unbuilt/bin/mvn"
                        + " && PATH=\"$PWD/unbuilt/bin:$PATH\" unbuilt/orders help",
                Map.of(
                        "JDK_JAVA_OPTIONS", "--nonsense",
                        "_JAVA_OPTIONS", "-Xmx8m",
                        "JAVA_TOOL_OPTIONS", "-Duser.language=ar",
                        "MAVEN_ARGS", "--nonsense",
                        "MAVEN_OPTS", "-Dhttps.proxyHost=proxy"));
        assertThat(built.exitCode()).as(built.output()).isEqualTo(1);
        assertThat(built.output()).contains("-Dhttps.proxyHost=proxy", "The build failed");
        assertThat(built.output().lines())
                .noneMatch(line -> line.matches("(JDK_JAVA_OPTIONS|_JAVA_OPTIONS|JAVA_TOOL_OPTIONS)=.*"))
                .noneMatch(line -> line.contains("--nonsense"));
    }

    @ParameterizedTest
    @MethodSource("environments")
    void a_command_does_the_same_whatever_the_user_has_set(Map<String, String> environment) throws Exception {
        Result published = bash(
                CHECKOUT + "/orders publish " + FILE + " --json --events-port " + events + " && " + CHECKOUT
                        + "/orders check --dynamodb-port " + dynamoDb,
                environment);
        assertThat(published.output().lines())
                .as(published.output())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"failed\":0", "\"conflict\":0,\"rejected\":0,\"pending\":0");
        assertThat(published.output()).contains("balanced: ", " 0 quarantined");
        assertThat(published.exitCode()).isZero();
    }

    /** Without the script's help: what the clients and the program do by themselves. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_USE_FIPS_ENDPOINT=true",
                "AWS_USE_DUALSTACK_ENDPOINT=true",
                "HTTP_PROXY=http://localhost:9",
                "JDK_JAVA_OPTIONS=-Dhttp.proxyHost=localhost -Dhttp.proxyPort=9 -Dhttp.nonProxyHosts=none",
                "JDK_JAVA_OPTIONS=-Duser.language=ar -Duser.country=EG -Duser.extensions=u-nu-arab"
            })
    void so_does_the_program_itself(String variable) throws Exception {
        int equals = variable.indexOf('=');
        Result checked = bash(
                "\"$JAVA_HOME/bin/java\" -Xlog:disable -XX:TieredStopAtLevel=1 -cp " + CHECKOUT + "/cli/target/cli.jar "
                        + Orders.class.getName() + " check --dynamodb-port " + dynamoDb,
                Map.of("LC_ALL", "C.UTF-8", variable.substring(0, equals), variable.substring(equals + 1)));
        assertThat(checked.output()).containsPattern("balanced: [0-9]+ events stored");
        assertThat(checked.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish - <&-",
                "publish - >&-",
                "validate - <&-",
                "token --scope orders/read --api-port API >/dev/full",
                "token --scope orders/read --api-port API >&-",
                "check --dynamodb-port DYNAMODB >/dev/full",
                "--help >/dev/full"
            })
    void a_stream_that_is_closed_or_full_is_a_sentence_and_exit_code_1(String command) throws Exception {
        if (command.contains("/dev/full") && !Files.exists(Path.of("/dev/full"))) {
            return; // Linux alone has such a disk.
        }
        Result result = bash(
                "exec 2>&1; " + CHECKOUT + "/orders "
                        + command.replace("API", api).replace("DYNAMODB", dynamoDb),
                Map.of());
        assertThat(result.output().strip()).hasLineCount(1).containsPattern("[Ss]tandard (in|out)put");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private record Result(int exitCode, String output) {}

    /** With its standard output alone: of languages that this machine does not have bash says so on the other. */
    private static Result bash(String command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Process process = process(command, environment)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    private static ProcessBuilder process(String command, Map<String, String> environment) {
        List<String> arguments = new ArrayList<>(List.of("bash", "-c", command));
        var process = new ProcessBuilder(arguments).directory(folder.toFile());
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process.environment().putAll(environment);
        return process;
    }
}
