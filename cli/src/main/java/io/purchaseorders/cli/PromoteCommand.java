package io.purchaseorders.cli;

import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.Generations;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./orders promote}. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a generation of projections the live one: forward to a new one, or back to the one before.",
            "It waits until that one is as far as the live one, which stands still for a moment, so that no total goes back."
                    + " The one that was live stays fed."
        })
final class PromoteCommand implements Callable<Integer> {

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
            PrintWriter out = spec.commandLine().getOut();
            GenerationTables tables = live.generations();
            Generations before = tables.registered();
            if (before.live() == number) {
                where.feed(spec, tables).resumeAll(tables);
                out.printf("Generation %d is live already.%n", number);
                return 0;
            }
            if (before.find(number).filter(Generation::isReadable).isPresent() && !tables.hasTable(number)) {
                throw new UsageProblem(tables.lost(number));
            }
            new Promotion(
                            tables,
                            where.feed(spec, tables),
                            out,
                            spec.commandLine().getErr())
                    .run(number, where.suffix());
            return 0;
        });
    }
}
