package io.purchaseorders.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./orders replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Folds the history afresh, straight from the events, and reports every difference to the live projections.",
            "Exit code 1 if there is any."
        })
final class ReplayCommand implements Callable<Integer> {

    private final Comparison comparison;

    @Mixin
    private final Where where = new Where();

    @Option(names = "--json", description = "Report as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    ReplayCommand(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public Integer call() {
        return where.read(
                        spec,
                        live -> comparison.run(live, json, spec.commandLine().getOut()))
                ? 0
                : 1;
    }
}
