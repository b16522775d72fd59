package io.purchaseorders.cli;

import io.purchaseorders.stores.Generation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./orders retire}. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description = {
            "Ends a generation of projections that is not live: it is fed no more, and its table is removed.",
            "A cursor that it has given is answered with 400 from then on."
        })
final class RetireCommand implements Callable<Integer> {

    @Mixin
    private final TargetOptions where = new TargetOptions();

    @Parameters(paramLabel = "N", description = "The generation's number; ./orders generations lists them.")
    private int number;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        return where.readEvenIfLost(spec, live -> {
            GenerationTables tables = live.generations();
            tables.register().change(now -> now.retire(number));
            if (where.isOnAws()) {
                spec.commandLine()
                        .getOut()
                        .printf("Generation %d is retired: no answer comes from it any more. %s%n", number, removal());
                return 0;
            }
            Waiting.until(
                    () -> !tables.tableExists(number),
                    RegisteredFeed.SEEN_WITHIN,
                    () -> "Generation " + number + " is retired, but the running system did not remove its table yet.");
            spec.commandLine()
                    .getOut()
                    .printf("Generation %d is retired; its table %s is removed.%n", number, tables.table(number));
            return 0;
        });
    }

    /** The first generation is part of the stack; each other one is a stack of its own. */
    private String removal() {
        return number == Generation.FIRST
                ? "It is fed no more, and stays otherwise, after:\n\n  scripts/deploy.sh --environment "
                        + where.environment() + " --parameter FirstGeneration=retired\n"
                : "Its consumer and its table go with its stack:\n\n  scripts/cleanup.sh --environment "
                        + where.environment() + " --projections " + number + "\n";
    }
}
