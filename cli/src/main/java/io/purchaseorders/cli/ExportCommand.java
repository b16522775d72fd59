package io.purchaseorders.cli;

import io.purchaseorders.replay.exports.TableExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./orders export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes both tables in the format of DynamoDB's exports to S3: DIR/events and DIR/aggregations.",
            "To try a replay from an export; on AWS the service writes them itself."
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private final TargetOptions where = new TargetOptions();

    @Parameters(paramLabel = "DIR", description = "Where to; the folder is made, and must not hold an export yet.")
    private Path folder = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        return where.read(spec, live -> {
            Path events = folder.resolve("events");
            Path aggregations = folder.resolve("aggregations");
            if (Files.exists(events) || Files.exists(aggregations)) {
                throw new UsageProblem("There is an export in " + folder + " already: name another folder.");
            }
            try {
                Instant now = Instant.now();
                long eventItems = TableExport.write(live.tables(), live.tables().events(), events, now);
                long rows = TableExport.write(live.tables(), live.tables().aggregations(), aggregations, now);
                spec.commandLine()
                        .getOut()
                        .printf("exported %,d items to %s and %,d to %s%n", eventItems, events, rows, aggregations);
                return 0;
            } catch (IOException e) {
                throw new UsageProblem("The export cannot be written to " + folder + " (" + e.getMessage() + ").");
            }
        });
    }
}
