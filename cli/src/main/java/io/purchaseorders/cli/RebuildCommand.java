package io.purchaseorders.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./orders rebuild}. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Makes all projections anew from the events: a new generation beside the live one, while events come. It is"
                    + " compared with a fold of the events, and then made live; the one before stays fed.",
            "Mends whatever was changed, deleted or lost in the projections, fills a new projection with its history, and"
                    + " changes the reporting time zone. Killed at any moment, it can be run again.",
            "With @|bold --region|@ it says step by step, as commands, what AWS has to do, and does the rest: run it again"
                    + " after each. With @|bold --export|@ and @|bold --to|@ exports of the events table become the files from"
                    + " which DynamoDB imports the table of the new generation.",
            "Exit code 1 if the new generation is not what the events say; it is not made live then."
        })
final class RebuildCommand implements Callable<Integer> {

    @Mixin
    private final TargetOptions where = new TargetOptions();

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            converter = ZoneName.class,
            description =
                    "The reporting time zone of the new generation, such as Europe/Berlin (that of the live one).")
    private @Nullable ZoneId timeZone;

    @Option(
            names = "--no-promote",
            description = "Leave the live generation live; ./orders promote changes that later.")
    private boolean isOnlyBuilt;

    @Mixin
    private final FoldOptions fold = new FoldOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Optional<ZoneId> zone = Optional.ofNullable(timeZone);
        if (fold.isWanted(spec)) {
            return fold.run(spec, where, zone) ? 0 : 1;
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean isEqual = where.readEvenIfLost(spec, live -> {
            boolean isBuilt = build(live, zone);
            if (!live.tables().codes().hasKey()) {
                out.println(LiveComparison.NOT_VERIFIED);
            }
            return isBuilt;
        });
        return isEqual ? 0 : 1;
    }

    private boolean build(LiveTables live, Optional<ZoneId> zone) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        GenerationTables tables = live.generations();
        return where.isOnAws()
                ? new DeployedRebuild(
                                tables,
                                where.feed(spec, tables),
                                where.region(),
                                where.environment(),
                                Clock.systemUTC(),
                                out,
                                err)
                        .run(zone, !isOnlyBuilt)
                : new GenerationBuild(tables, Clock.systemUTC(), out, err).run(zone, !isOnlyBuilt);
    }
}
