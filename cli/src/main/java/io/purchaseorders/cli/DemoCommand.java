package io.purchaseorders.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./orders demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the main job from start to end, on embedded parts, then stops. Takes about two minutes.",
            "Publishes sample orders, waits until the projections hold them, prints the totals, replays the history"
                    + " independently and compares. Exit code 0 only if both are equal."
        })
final class DemoCommand implements Callable<Integer> {

    private final Demonstration demonstration;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    DemoCommand(Demonstration demonstration) {
        this.demonstration = demonstration;
    }

    @Override
    public Integer call() {
        return demonstration.run(spec.commandLine().getOut()) ? 0 : 1;
    }
}
