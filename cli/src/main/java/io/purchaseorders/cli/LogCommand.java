package io.purchaseorders.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./orders log}. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = "The transparency log of all events: what is in it can be neither changed nor removed unnoticed.",
        subcommands = {LogAppendCommand.class, LogVerifyCommand.class, LogKeyCommand.class})
final class LogCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the log: append, verify or key");
    }
}
