package io.purchaseorders.cli;

import io.purchaseorders.replay.Replay.Report;
import io.purchaseorders.replay.compare.ExportComparison;
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

    @Mixin
    private final EventKeysOption keys = new EventKeysOption();

    @Mixin
    private final ExportMemory memory = new ExportMemory();

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            converter = ZoneName.class,
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
            keys.requireExport(spec, false);
            return where.read(
                            spec,
                            live -> comparison.run(
                                    live, json, spec.commandLine().getOut()))
                    ? 0
                    : 1;
        }
        Path events = export;
        long bytes = memory.bytes(spec);
        Report report = against == null
                ? where.read(spec, live -> withLive(events, live, bytes))
                : withExport(events, against, bytes);
        spec.commandLine().getOut().println(json ? LiveComparison.json(report) : LiveComparison.text(report));
        if (!json && !keys.isGiven()) {
            spec.commandLine().getOut().println(EventKeysOption.NOT_VERIFIED);
        }
        return report.isEqual() ? 0 : 1;
    }

    private Report withLive(Path events, LiveTables live, long bytes) throws InterruptedException {
        return ExportProgress.read(() -> comparison(live.zone(), bytes).withLive(events, live.totals()));
    }

    private Report withExport(Path events, Path other, long bytes) throws InterruptedException {
        return ExportProgress.read(() -> comparison(zone, bytes).withExport(events, other));
    }

    private ExportComparison comparison(ZoneId reportingZone, long bytes) {
        return new ExportComparison(
                reportingZone,
                bytes,
                Runtime.getRuntime().availableProcessors(),
                keys.codes(),
                new ExportProgress(spec.commandLine().getErr())::watch);
    }
}
