package io.purchaseorders.local.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./orders demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the main job from start to end, on embedded parts, then stops.",
            "Publishes sample orders, waits until the projections hold them, prints the totals, replays the history"
                    + " independently and compares. Exit code 0 only if both are equal."
        })
final class DemoCommand implements Callable<Integer> {

    private final Demonstration demonstration;

    @Option(names = "--orders", paramLabel = "N", defaultValue = "100", description = "Orders (${DEFAULT-VALUE}).")
    private long orders;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    DemoCommand(Demonstration demonstration) {
        this.demonstration = demonstration;
    }

    @Override
    public Integer call() {
        Ranges.require(spec, "--orders", orders, 1, Long.MAX_VALUE);
        return demonstration.run(orders, spec.commandLine().getOut()) ? 0 : 1;
    }
}
