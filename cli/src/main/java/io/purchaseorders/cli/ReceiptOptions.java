package io.purchaseorders.cli;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where receipts come from, if they are wanted: the local system tells its API and issues a token by itself. */
final class ReceiptOptions {

    private static final List<String> SCOPES = List.of("orders/publish");

    @Option(
            names = "--no-receipts",
            description = "Ends once the bus has the events, without asking what became of them.")
    private boolean noReceipts;

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "The API that is asked for receipts (that of the local system, which its bus tells).")
    private @Nullable String api;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            description = "The port of the local system's API, if its bus does not tell (" + Defaults.API_PORT + ").")
    private @Nullable Integer apiPort;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "An access token of the scope orders/publish for --api (from the issuer of a local one).")
    private @Nullable String token;

    boolean areWanted() {
        return !noReceipts;
    }

    /** Refuses what cannot be answered, before anything is published. */
    void require(CommandSpec spec, boolean atAws) {
        if (noReceipts) {
            return;
        }
        if (apiPort != null) {
            Ranges.requirePort(spec, "--api-port", apiPort);
        }
        if (api == null && atAws) {
            throw new ParameterException(
                    spec.commandLine(),
                    "The receipts of the real service need --api and --token; --no-receipts leaves them out");
        }
        if (api != null && token == null && !isLocal(Addresses.parse(spec, "--api", api))) {
            throw new ParameterException(spec.commandLine(), "--api needs --token, unless it is on this machine");
        }
    }

    /** Whoever answers for the outcomes of what is published at {@code bus}; empty for the real service. */
    OutcomeQuestions open(CommandSpec spec, Optional<URI> bus) {
        if (noReceipts) {
            return OutcomeQuestions.none();
        }
        Optional<URI> address = api != null
                ? Optional.of(Addresses.parse(spec, "--api", api))
                : apiPort != null
                        ? Optional.of(URI.create("http://localhost:" + apiPort))
                        : bus.flatMap(Addresses::apiOf);
        return address.map(at -> OutcomeQuestions.to(
                        new Receipts(at, tokens(at)),
                        isLocal(at),
                        sentence -> spec.commandLine().getErr().println(sentence)))
                .orElseGet(
                        () -> OutcomeQuestions.impossible(
                                "Nothing became known of what was published: "
                                        + bus.map(URI::toString).orElse("the bus")
                                        + " does not tell where its API is. Name it with --api, or leave receipts out with --no-receipts."));
    }

    private Supplier<String> tokens(URI at) {
        return token == null ? () -> new LocalIssuer(at).token(SCOPES) : () -> String.valueOf(token);
    }

    private static boolean isLocal(URI address) {
        return LoopbackDirect.isLoopback(address.getHost());
    }
}
