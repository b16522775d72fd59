package io.purchaseorders.cli;

import io.purchaseorders.log.SigningKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./orders log key}. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the verifier key of a log, for whoever is to verify it.",
            "Hand it over on another way than the log, once."
        })
final class LogKeyCommand implements Callable<Integer> {

    @Mixin
    private final LogPlace place = new LogPlace();

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        SigningKey key = place.key()
                .read()
                .orElseThrow(() -> new UsageProblem("There is no signing key "
                        + place.key().file() + ": ./orders up --data or ./orders log append makes one."));
        spec.commandLine().getOut().println(key.verifierKey());
        return 0;
    }
}
