package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What {@code clients/package-lock.json} names, installed, and the commands in it. */
public final class NpmTools {

    /** The repository. */
    public static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

    /** Where commands run, above {@code node_modules}. */
    public static final Path MODULE = ROOT.resolve("clients");

    /** A cold npm on a slow network included. */
    private static final long PATIENCE_SECONDS = 300;

    private NpmTools() {}

    /** Installs what is not installed yet; fails with npm's own words. */
    public static void install() {
        run(Map.of(), ROOT.resolve("scripts/npm-tools.sh").toString());
    }

    /** What the command said, which must have ended well. */
    static String run(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(MODULE.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
