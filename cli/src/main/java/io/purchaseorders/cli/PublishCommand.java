package io.purchaseorders.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** {@code ./orders publish}. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes events: NDJSON of EventBridge entries with Source, DetailType and Detail (its JSON as a string, or"
                    + " an object).",
            "In batches of 10; what is throttled is tried again; what fails is reported by its line on standard error."
                    + " Exit code 1 if any line failed.",
            "Without --endpoint and with --bus it publishes to the real service, with the AWS SDK's usual region and"
                    + " credentials."
        })
final class PublishCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";
    private static final int MAX_CONCURRENCY = 256;
    private static final int PROBE_MILLIS = 3_000;
    private static final int LAST_PORT = 65_535;

    @Parameters(paramLabel = "FILE", description = "The file to publish; - is standard input.")
    private String file = STANDARD_INPUT;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Where PutEvents is spoken (" + Defaults.EVENTS_ENDPOINT + " unless --bus is given).")
    private @Nullable String endpoint;

    @Option(names = "--bus", paramLabel = "NAME", description = "The event bus (" + Defaults.BUS + ").")
    private @Nullable String bus;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "8",
            description = "Calls in flight at a time (${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Ranges.require(spec, "--concurrency", concurrency, 1, MAX_CONCURRENCY);
        var address = endpoint != null ? endpoint : bus == null ? Defaults.EVENTS_ENDPOINT : null;
        var tally = new Tally(spec.commandLine().getErr());
        String stopped;
        try (var source = open();
                var client = address == null ? EventBridges.real() : EventBridges.at(reachable(address), concurrency)) {
            stopped = publish(source, client, tally);
        } catch (IOException e) {
            throw new UsageProblem("Reading " + file + " failed (" + e.getMessage() + ") after this: " + tally + ".");
        }
        spec.commandLine().getOut().println(json ? tally.json() : tally);
        if (stopped != null) {
            throw new UsageProblem("Stopped before the end, since no further line would have fared better: " + stopped);
        }
        return tally.failed() == 0 ? 0 : 1;
    }

    private @Nullable String publish(InputStream source, EventBridgeClient client, Tally tally)
            throws IOException, InterruptedException {
        var lines = new LineReader(source);
        try (var progress = new Progress(tally, totalBytes(), lines::bytesRead)) {
            return new Publisher(client, bus == null ? Defaults.BUS : bus, concurrency, Backoff.PATIENT, tally)
                    .run(lines);
        }
    }

    private InputStream open() {
        if (file.equals(STANDARD_INPUT)) {
            return new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // It is the process's, not this command's.
                }
            };
        }
        var path = Path.of(file);
        try {
            if (Files.isDirectory(path)) {
                throw new UsageProblem(file + " is a folder: name a file of NDJSON entries, or - for standard input.");
            }
            return Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            throw new UsageProblem("There is no file " + file + ": name one, or - for standard input.");
        } catch (AccessDeniedException e) {
            throw new UsageProblem("You may not read " + file + ": change its permissions, or name another file.");
        } catch (IOException e) {
            throw new UsageProblem("The file " + file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    private long totalBytes() throws IOException {
        return file.equals(STANDARD_INPUT) || !Files.isRegularFile(Path.of(file)) ? -1 : Files.size(Path.of(file));
    }

    /** Says at once, and once, what else every line would say after many attempts. */
    private URI reachable(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw noAddress(address);
        }
        if (uri.getHost() == null
                || uri.getPort() > LAST_PORT
                || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw noAddress(address);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        try (var probe = new Socket()) {
            probe.connect(new InetSocketAddress(uri.getHost(), port), PROBE_MILLIS);
        } catch (IOException e) {
            throw new UsageProblem("Nothing answers at " + address
                    + ": start the system with ./orders up, or name another address with --endpoint.");
        }
        return uri;
    }

    private ParameterException noAddress(String address) {
        return new ParameterException(
                spec.commandLine(), "--endpoint must be an http or https address and not '" + address + "'");
    }
}
