package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./orders token}. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Prints an access token with exactly the given scopes, from the issuer of the running local system.",
            "For example: @|bold curl -H \"Authorization: Bearer $(./orders token --scope orders/read)\""
                    + " localhost:8080/orders/PO-1|@"
        })
final class TokenCommand implements Callable<Integer> {

    /** Those of the API's authorizer. */
    private static final Set<String> KNOWN = Set.of("orders/read", "orders/audit", "orders/publish");

    @Option(
            names = "--scope",
            required = true,
            paramLabel = "SCOPE",
            description =
                    "A scope; may be repeated. The API knows orders/read, orders/audit and orders/publish; others are issued"
                            + " with a warning.")
    private List<String> scopes = List.of();

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = Defaults.API_PORT,
            description = "Where the API listens (${DEFAULT-VALUE}).")
    private int apiPort;

    @Option(names = "--json", description = "Print {\"access_token\": ...} instead of the token alone.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Ranges.requirePort(spec, "--api-port", apiPort);
        if (scopes.stream().anyMatch(String::isBlank)) {
            throw new ParameterException(spec.commandLine(), "--scope must not be empty");
        }
        scopes.stream()
                .filter(scope -> !KNOWN.contains(scope))
                .forEach(scope -> spec.commandLine()
                        .getErr()
                        .println("warning: the API knows no scope " + scope + "; it knows orders/read, orders/audit and"
                                + " orders/publish"));
        var token = new LocalIssuer(URI.create("http://localhost:" + apiPort)).token(scopes);
        spec.commandLine()
                .getOut()
                .println(
                        json
                                ? JsonNodeFactory.instance
                                        .objectNode()
                                        .put("access_token", token)
                                        .toString()
                                : token);
        return 0;
    }
}
