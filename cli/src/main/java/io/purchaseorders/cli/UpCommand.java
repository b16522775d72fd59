package io.purchaseorders.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./orders up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the whole system on this machine until Ctrl-C.",
            "Prints one line that begins with `ready`, with the addresses, once all answer."
        })
final class UpCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Answered by a function, which /health is not. */
    private static final String PUBLIC_ROUTE = "/openapi.json";

    private final RunningSystem.Starter starter;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = Defaults.API_PORT,
            description = "For the HTTP API (${DEFAULT-VALUE}).")
    private int apiPort;

    @Option(
            names = "--dynamodb-port",
            paramLabel = "PORT",
            defaultValue = Defaults.DYNAMODB_PORT,
            description = "For DynamoDB and its streams (${DEFAULT-VALUE}).")
    private int dynamoDbPort;

    @Option(
            names = "--events-port",
            paramLabel = "PORT",
            defaultValue = Defaults.EVENTS_PORT,
            description = "For EventBridge's PutEvents (${DEFAULT-VALUE}).")
    private int eventsPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keeps the tables in this folder, even over kill -9, and the transparency log in its folder log;"
                            + " without it they end with this command.")
    private @Nullable Path data;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            converter = ZoneName.class,
            description = "The reporting time zone of new tables, such as Europe/Berlin (UTC). Refused where those in"
                    + " --data have another.")
    private @Nullable ZoneId timeZone;

    @Option(
            names = "--sample",
            description = "Publishes the orders of ./orders demo into the system, once it is ready.")
    private boolean sample;

    @Option(
            names = "--faults",
            paramLabel = "SEED",
            hidden = true,
            description =
                    "Has things go wrong on purpose between the aggregator, its mapping and its tables, all the time.")
    private @Nullable Long faults;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    UpCommand(RunningSystem.Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireFree("--api-port", apiPort);
        requireFree("--dynamodb-port", dynamoDbPort);
        requireFree("--events-port", eventsPort);
        var interrupted = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        try (var home = LogHome.of(data);
                var system = starter.start(settings(home));
                var sealing = sealing(system, home)) {
            awaitApi(system.api());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(interrupted, stopped)));
            spec.commandLine()
                    .getOut()
                    .println("ready  API " + system.api() + "  DynamoDB " + system.dynamoDb() + "  events "
                            + system.events() + "  issuer " + system.issuer());
            if (spec.commandLine().getOut().checkError()) {
                throw new UsageProblem("The ready line cannot be written to standard output.");
            }
            if (sample) {
                RetailDemo.publishInto(system, spec.commandLine().getErr());
            }
            interrupted.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private LogSealing sealing(RunningSystem system, LogHome home) {
        return LogSealing.start(
                () -> LiveTables.at(system.dynamoDb(), Defaults.ENVIRONMENT).tables(),
                home.folder(),
                LogSealing.PERIOD,
                spec.commandLine().getErr()::println);
    }

    private SystemSettings settings(LogHome home) {
        var settings = ImmutableSystemSettings.builder()
                .apiPort(apiPort)
                .dynamoDbPort(dynamoDbPort)
                .eventsPort(eventsPort)
                .data(Optional.ofNullable(data))
                .log(home.log())
                .timeZone(Optional.ofNullable(timeZone));
        if (faults != null) {
            settings.faults(faults);
        }
        return settings.build();
    }

    /** Ctrl-C is how this command ends well, so its exit code is 0 and not that of the signal. */
    private static void stop(CountDownLatch interrupted, CountDownLatch stopped) {
        interrupted.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    private void requireFree(String flag, int port) {
        Ranges.requirePort(spec, flag, port);
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw new UsageProblem(
                    "Port " + port + " is in use: stop what listens there, or choose another with " + flag + ".");
        }
    }

    private static void awaitApi(URI api) throws InterruptedException {
        var request = HttpRequest.newBuilder(api.resolve(PUBLIC_ROUTE))
                .timeout(PATIENCE)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new UsageProblem("The API does not answer: GET " + PUBLIC_ROUTE + " gave " + status + ".");
            }
        } catch (IOException e) {
            throw new UsageProblem("The API does not answer: GET " + PUBLIC_ROUTE + " gave " + e.getMessage() + ".");
        }
    }
}
