package io.purchaseorders.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "In batches of 10; what is throttled is tried again. Then it asks for the receipts and counts what was accepted,"
                    + " came twice (duplicate), has an eventId that stands for another content (conflict), breaks rules"
                    + " (rejected) or has no outcome yet (pending). Every other line than the first two is shown on standard"
                    + " error with all its reasons, and so is each warning. Exit code 1 if there is such a line.",
            "Without --endpoint and with --bus it publishes to the real service, with the AWS SDK's usual region and"
                    + " credentials; the receipts come from --api, with --token."
        })
final class PublishCommand implements Callable<Integer> {

    private static final int MAX_CONCURRENCY = 256;
    private static final int PROBE_MILLIS = 3_000;

    /** Lines that are held until their receipts have come: some ten megabytes, and seconds of publishing. */
    private static final long LINES_A_ROUND = 50_000;

    @Parameters(paramLabel = "FILE", description = "The file to publish; - is standard input.")
    private String file = InputFile.STANDARD_INPUT;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Where PutEvents is spoken (the events port of this machine unless --bus is given).")
    private @Nullable String endpoint;

    @Option(
            names = "--events-port",
            paramLabel = "PORT",
            defaultValue = Defaults.EVENTS_PORT,
            description = "The events port of this machine, where no --endpoint is given (${DEFAULT-VALUE}).")
    private int eventsPort;

    @Option(names = "--bus", paramLabel = "NAME", description = "The event bus (" + Defaults.BUS + ").")
    private @Nullable String bus;

    @Mixin
    private final ReceiptOptions receipts = new ReceiptOptions();

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
        Ranges.requirePort(spec, "--events-port", eventsPort);
        Optional<URI> address = address();
        receipts.require(spec, address.isEmpty());
        var tally = new Tally(spec.commandLine().getErr());
        String stopped;
        try (var source = new InputFile(file).open();
                var client = address.map(at -> EventBridges.at(reachable(at), concurrency))
                        .orElseGet(EventBridges::real)) {
            stopped = publish(source, client, address, tally);
        } catch (IOException e) {
            tally.ended();
            throw new UsageProblem("Reading " + file + " failed (" + e.getMessage() + ") after this: " + tally + ".");
        }
        tally.ended();
        spec.commandLine().getOut().println(json ? tally.json() : tally);
        if (stopped != null) {
            throw new UsageProblem(stopped);
        }
        return tally.isGood() ? 0 : 1;
    }

    /** Publishes in rounds, and asks for the receipts of each: then what was stored before a round is a duplicate in it. */
    private @Nullable String publish(InputStream source, EventBridgeClient client, Optional<URI> address, Tally tally)
            throws IOException, InterruptedException {
        var lines = new LineReader(source);
        var published = new ConcurrentLinkedQueue<PublishedLine>();
        var publisher = new Publisher(
                client,
                bus == null ? Defaults.BUS : bus,
                concurrency,
                Backoff.PATIENT,
                tally,
                receipts.areWanted()
                        ? entry -> published.add(new PublishedLine(entry.line(), EntryCheck.of(entry, Instant.now())))
                        : entry -> {});
        String stopped = null;
        try (var asking = receipts.open(spec, address)) {
            while (stopped == null && !lines.ended()) {
                Instant begun = asking.now();
                try (var progress = Progress.ofFile(tally, new InputFile(file).totalBytes(), lines::bytesRead)) {
                    stopped = publisher.run(lines, LINES_A_ROUND);
                }
                asking.settle(published, begun, tally);
                published.clear();
            }
            return stopped == null
                    ? asking.problem()
                    : "Stopped before the end, since no further line would have fared better: " + stopped;
        }
    }

    private Optional<URI> address() {
        if (endpoint != null) {
            return Optional.of(Addresses.parse(spec, "--endpoint", endpoint));
        }
        return bus == null ? Optional.of(URI.create("http://localhost:" + eventsPort)) : Optional.empty();
    }

    /** Says at once, and once, what else every line would say after many attempts. */
    private static URI reachable(URI address) {
        int port = address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        try (var probe = new Socket()) {
            probe.connect(new InetSocketAddress(address.getHost(), port), PROBE_MILLIS);
        } catch (IOException e) {
            throw new UsageProblem("Nothing answers at " + address
                    + ": start the system with ./orders up, or name another address with --endpoint.");
        }
        return address;
    }
}
