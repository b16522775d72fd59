package io.purchaseorders.cli;

import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.replay.exports.EventImport;
import io.purchaseorders.stores.BirthStore.Birth;
import io.purchaseorders.stores.GenerationLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./orders import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Loads the events of a folder that ./orders export wrote into an empty system on this machine, such as"
                    + " ./orders up --data with a new folder: the restore drill. Returns once projections hold all of them.",
            "The events keep their moments; their authentication codes are made anew with this system's key, so hold the"
                    + " export against its log first: ./orders log verify. Publish nothing meanwhile; an import that was"
                    + " killed is begun again with another empty system."
        })
final class ImportCommand implements Callable<Integer> {

    @Mixin
    private final TargetOptions where = new TargetOptions();

    @Parameters(paramLabel = "DIR", description = "The folder of the export.")
    private Path folder = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (where.isOnAws()) {
            throw new UsageProblem("On AWS DynamoDB itself restores a table: leave --region out.");
        }
        return where.read(spec, live -> {
            requireEmpty(live);
            Path own = folder.resolve("events");
            List<RecordedEvent> events = events(Files.isDirectory(own) ? own : folder);
            load(events, live);
            EventImport.write(events, live.tables());
            new CatchingUp(live.generations())
                    .await(live.tables().generation(), spec.commandLine().getErr());
            spec.commandLine()
                    .getOut()
                    .printf(
                            "imported %,d events, and the projections hold all of them:"
                                    + " ./orders replay compares, ./orders check counts%n",
                            events.size());
            return 0;
        });
    }

    private static void requireEmpty(LiveTables live) {
        if (!live.tables().codes().hasKey()) {
            throw new UsageProblem("The key of this system's authentication codes cannot be read, and events without a"
                    + " code are forged ones: run import as the user who started ./orders up.");
        }
        if (live.events().everything().findAny().isPresent()
                || live.totals().allOrders().findAny().isPresent()) {
            throw new UsageProblem("The table " + live.tables().events()
                    + " or its projections hold something already: import restores into an empty system, such as"
                    + " ./orders up --data with a new folder.");
        }
    }

    private static List<RecordedEvent> events(Path folder) {
        try {
            return EventImport.read(folder);
        } catch (IOException e) {
            throw new UsageProblem("The export in " + folder + " cannot be read (" + e.getMessage() + ").");
        }
    }

    /**
     * The projections first: the stream brings events that say they were recorded long ago, which only rows that hold them
     * already tell from forged ones.
     */
    private void load(List<RecordedEvent> events, LiveTables live) {
        GenerationTables tables = live.generations();
        int number = live.tables().generation();
        GenerationLoad.Target target = tables.target(number);
        GenerationLoad.Snapshot snapshot =
                new GenerationLoad.Snapshot(Projections.fromScratch(events, live.zone()), List.of(), events.size());
        GenerationLoad.write(
                number,
                snapshot,
                live.zone(),
                target,
                loaded -> spec.commandLine()
                        .getErr()
                        .printf("loaded %,d of %,d orders%n", loaded.orders(), loaded.ofOrders()));
        target.births().replace(new Birth(number, live.zone(), events.size()));
    }
}
