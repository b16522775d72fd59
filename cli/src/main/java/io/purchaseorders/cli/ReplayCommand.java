package io.purchaseorders.cli;

import io.purchaseorders.replay.Replay.Report;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./orders replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Folds the history afresh, straight from the events, and reports every difference to the live projections.",
            "Exit code 1 if there is any.",
            "With @|bold --export|@ the events come from an export to S3 that was downloaded, full or full and"
                    + " incremental; with @|bold --against|@ they are compared with another export instead."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final long USUAL_MEMORY = 512L << 20;

    /** The other half is for the sums and for reading. */
    private static final long MOST_MEMORY = Runtime.getRuntime().maxMemory() / 2;

    private final Comparison comparison;

    @Mixin
    private final TargetOptions where = new TargetOptions();

    @Option(
            names = "--export",
            paramLabel = "DIR",
            description = "Replay the exports of the events table in this folder; checksums and counts are checked.")
    private @Nullable Path export;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "With --export: compare with this export, of the aggregations table or of events.")
    private @Nullable Path against;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "With --export: what events under way may take (512M, or half of the JVM's heap where that is"
                    + " less); what is more goes to a temporary file.")
    private @Nullable Long memory;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "With --against: the reporting time zone (${DEFAULT-VALUE}).")
    private ZoneId zone = ZoneOffset.UTC;

    @Option(names = "--json", description = "Report as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    ReplayCommand(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (export == null) {
            if (against != null) {
                throw new ParameterException(spec.commandLine(), "--against needs --export");
            }
            return where.read(
                            spec,
                            live -> comparison.run(
                                    live, json, spec.commandLine().getOut()))
                    ? 0
                    : 1;
        }
        ExportedReplay replay =
                new ExportedReplay(export, memory(), spec.commandLine().getErr());
        Report report = against == null ? where.read(spec, replay::withLive) : replay.withExport(against, zone);
        spec.commandLine().getOut().println(json ? LiveComparison.json(report) : LiveComparison.text(report));
        return report.isEqual() ? 0 : 1;
    }

    private long memory() {
        if (memory == null) {
            return Math.min(USUAL_MEMORY, MOST_MEMORY);
        }
        if (memory > MOST_MEMORY) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--memory is more than half of the JVM's heap, " + (MOST_MEMORY >> 20)
                            + "M (ORDERS_JAVA_OPTIONS=-Xmx... gives it more)");
        }
        return memory;
    }
}
