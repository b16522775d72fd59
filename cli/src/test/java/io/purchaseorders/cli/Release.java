package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.local.standin.Programs;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The program as this build makes it, or as another one would that has some sources of its own. Another one runs in processes
 * of its own; this one in the process of the test, where its classes are loaded already.
 */
final class Release {

    private static final long PATIENCE_MINUTES = 2;

    private static final String THIS_BUILD = System.getProperty("java.class.path");

    private final String classPath;

    private Release(String classPath) {
        this.classPath = classPath;
    }

    /** How a run ended, and what it printed. */
    record Ended(int exitCode, String said) {}

    static Release ofThisBuild() {
        return new Release(THIS_BUILD);
    }

    /** Begins to write another release, the classes of which go into a folder. */
    static Changes changedIn(Path folder) {
        return new Changes(folder);
    }

    /** A scratch copy of the sources that another release changes or adds. */
    static final class Changes {

        private final Path folder;
        private final List<Path> sources = new ArrayList<>();

        private Changes(Path folder) {
            this.folder = folder;
        }

        /** Replaces a text that stands once in a source, whether it was changed already or not. */
        Changes replace(String module, String file, String old, String replacement) {
            Path copy = copyOf(file);
            String text = read(sources.contains(copy) ? copy : Path.of("..", module, "src/main/java", file));
            assertThat(text.split(Pattern.quote(old), -1))
                    .as("%s holds once: %s", file, old)
                    .hasSize(2);
            return write(copy, text.replace(old, replacement));
        }

        Changes add(String file, String text) {
            return write(copyOf(file), text);
        }

        private Path copyOf(String file) {
            return folder.resolve("sources").resolve(file);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Changes write(Path copy, String text) {
            try {
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (!sources.contains(copy)) {
                sources.add(copy);
            }
            return this;
        }

        /** Compiles them against this build, which their classes precede. */
        Release compile() throws IOException {
            Path classes = Files.createDirectories(folder.resolve("classes"));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            StringWriter said = new StringWriter();
            try (StandardJavaFileManager files =
                    compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
                boolean isCompiled = compiler.getTask(
                                said,
                                files,
                                null,
                                List.of("-d", classes.toString(), "-cp", THIS_BUILD, "-proc:none", "-implicit:none"),
                                null,
                                files.getJavaFileObjectsFromPaths(sources))
                        .call();
                assertThat(isCompiled).as(said.toString()).isTrue();
            }
            return new Release(classes + File.pathSeparator + THIS_BUILD);
        }
    }

    /** A system, until it is closed. */
    AutoCloseable up(Path data, int apiPort, int dynamoDbPort, int eventsPort) throws IOException {
        if (classPath.equals(THIS_BUILD)) {
            return EmbeddedSystem.start(ImmutableSystemSettings.builder()
                    .data(data)
                    .apiPort(apiPort)
                    .dynamoDbPort(dynamoDbPort)
                    .eventsPort(eventsPort)
                    .build());
        }
        Process up = builder(
                        "up",
                        "--data",
                        data.toString(),
                        "--api-port",
                        String.valueOf(apiPort),
                        "--dynamodb-port",
                        String.valueOf(dynamoDbPort),
                        "--events-port",
                        String.valueOf(eventsPort))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(up.inputReader().readLine()).startsWith("ready");
        return () -> {
            up.destroy();
            if (!up.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                up.destroyForcibly();
            }
        };
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        if (classPath.equals(THIS_BUILD)) {
            CommandRun run = CommandRun.of(arguments);
            return new Ended(run.exitCode(), run.out() + run.err());
        }
        Process process = builder(arguments).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    private ProcessBuilder builder(String... arguments) {
        return new ProcessBuilder(
                Programs.command(List.of(Programs.SHORT), classPath, Orders.class.getName(), arguments));
    }
}
