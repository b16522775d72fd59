package io.purchaseorders.handlers.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code handlers-lambda.zip} holds, listed by size, and what it must not hold. */
class FunctionsArchiveIT {

    private static final Path ARCHIVE = Path.of("target", "handlers-lambda.zip");

    /** What is uploaded with every release, and unpacked before every first start. */
    private static final long MAX_BYTES = 20_000_000;

    /** Packages are listed to this depth, such as software/amazon/awssdk/services. */
    private static final int DEPTH = 4;

    /** Every file of the archive and of the jars in it, with its content's size. */
    private static final Map<String, Long> FILES = new TreeMap<>();

    private static final Map<String, String> SERVICES = new TreeMap<>();

    /** The days that the archive's own entries carry, in DOS time: one for all if the archive can be reproduced. */
    private static final List<Long> TIMES = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = Files.newInputStream(ARCHIVE)) {
            read(in, true);
        }
    }

    private static void read(InputStream in, boolean outer) throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (outer) {
                TIMES.add(entry.getTimeLocal().toLocalDate().toEpochDay());
            }
            if (entry.isDirectory()) {
                continue;
            }
            if (outer && entry.getName().startsWith("lib/") && entry.getName().endsWith(".jar")) {
                read(zip, false);
                continue;
            }
            byte[] content = zip.readAllBytes();
            FILES.put(entry.getName(), (long) content.length);
            if (entry.getName().startsWith("META-INF/services/")) {
                SERVICES.put(entry.getName(), new String(content, java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void it_is_listed_by_size() throws IOException {
        Map<String, long[]> packages = new TreeMap<>();
        FILES.forEach((name, size) -> {
            long[] sum = packages.computeIfAbsent(folder(name), any -> new long[2]);
            sum[0] += size;
            sum[1]++;
        });
        String table = packages.entrySet().stream()
                .sorted(Comparator.comparingLong(row -> -row.getValue()[0]))
                .map(row -> "%,14d %,7d  %s".formatted(row.getValue()[0], row.getValue()[1], row.getKey()))
                .collect(Collectors.joining("\n"));
        System.out.printf(
                "%s: %,d bytes%n%14s %7s  package%n%s%n", ARCHIVE, Files.size(ARCHIVE), "bytes", "files", table);

        assertThat(packages).containsKey("io/purchaseorders/handlers/api");
    }

    private static String folder(String name) {
        List<String> parts = List.of(name.split("/"));
        return String.join("/", parts.subList(0, Math.min(DEPTH, parts.size() - 1)));
    }

    @Test
    void it_is_small_enough_to_be_sent_with_every_release() {
        assertThat(ARCHIVE).satisfies(archive -> assertThat(Files.size(archive)).isLessThan(MAX_BYTES));
    }

    @Test
    void it_holds_the_classes_that_the_template_names() throws IOException {
        Path template = Path.of(System.getProperty("repository.root", ".."), "cloudformation", "main.yaml");
        try (Stream<String> lines = Files.lines(template)) {
            List<String> handlers = lines.map(String::strip)
                    .filter(line -> line.startsWith("Handler: "))
                    .map(line -> line.substring("Handler: ".length()).replace('.', '/') + ".class")
                    .toList();
            assertThat(handlers).hasSize(4);
            assertThat(FILES).containsKeys(handlers.toArray(String[]::new));
        }
    }

    @Test
    void it_holds_no_test_code() throws IOException {
        try (Stream<Path> tests = Files.walk(Path.of("target", "test-classes"))) {
            List<String> classes = tests.filter(Files::isRegularFile)
                    .map(file -> Path.of("target", "test-classes")
                            .relativize(file)
                            .toString()
                            .replace('\\', '/'))
                    .toList();
            assertThat(classes).isNotEmpty();
            assertThat(FILES).doesNotContainKeys(classes.toArray(String[]::new));
        }
        assertThat(under("org/junit/", "org/assertj/", "org/awaitility/", "com/amazonaws/services/dynamodbv2/local/"))
                .isEmpty();
    }

    @Test
    void it_has_one_http_client() {
        assertThat(under("io/netty/", "org/apache/http/", "org/apache/hc/", "software/amazon/awssdk/crt/", "okhttp3/"))
                .as("exclude the client from what brings it: url-connection-client is the one")
                .isEmpty();
        assertThat(SERVICES.get("META-INF/services/software.amazon.awssdk.http.SdkHttpService"))
                .contains("UrlConnectionSdkHttpService");
        assertThat(SERVICES)
                .doesNotContainKey("META-INF/services/software.amazon.awssdk.http.async.SdkAsyncHttpService");
    }

    @Test
    void it_logs_one_way() {
        String providers = SERVICES.getOrDefault("META-INF/services/org.slf4j.spi.SLF4JServiceProvider", "");
        assertThat(providers.lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
                .as("SLF4J takes whichever provider comes first")
                .containsExactly("org.apache.logging.slf4j.SLF4JServiceProvider");
        assertThat(SERVICES.get("META-INF/services/software.amazon.lambda.powertools.logging.internal.LoggingManager"))
                .as("Powertools' way to set the level")
                .contains("Log4jLoggingManager");
        assertThat(under("org/apache/log4j/", "org/apache/commons/logging/", "ch/qos/logback/", "org/slf4j/nop/"))
                .as("a second way to log")
                .isEmpty();
        assertThat(FILES).as("the form of a line").containsKeys("log4j2.xml", "LogLine.json");
    }

    @Test
    void it_holds_nothing_that_no_function_uses() {
        assertThat(under("org/javatuples/", "io/vavr/match/"))
                .as("exclude it in src/assembly/lambda.xml")
                .isEmpty();
    }

    @Test
    void it_leaves_to_the_managed_runtime_what_that_brings() {
        assertThat(under(
                        "com/amazonaws/services/lambda/runtime/api/client/",
                        "com/amazonaws/services/lambda/runtime/serialization/",
                        "jni/"))
                .isEmpty();
        assertThat(FILES).doesNotContainKey("com/amazonaws/services/lambda/runtime/Context.class");
    }

    @Test
    void two_builds_of_the_same_sources_give_the_same_bytes() {
        assertThat(TIMES.stream().distinct())
                .as("every entry carries project.build.outputTimestamp")
                .hasSize(1);
    }

    private static List<String> under(String... prefixes) {
        return FILES.keySet().stream()
                .filter(name -> Stream.of(prefixes).anyMatch(name::startsWith))
                .toList();
    }
}
