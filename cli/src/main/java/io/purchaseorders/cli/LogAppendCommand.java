package io.purchaseorders.cli;

import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LogWriter;
import io.purchaseorders.log.SigningKey;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./orders log append}. */
@Command(
        name = "append",
        mixinStandardHelpOptions = true,
        description = {
            "Appends the events that the log does not have yet, and signs the new checkpoint.",
            "Reads them from the tables, or from an export. ./orders up does this every 10 seconds itself."
        })
final class LogAppendCommand implements Callable<Integer> {

    @Mixin
    private final LogPlace place = new LogPlace();

    @Mixin
    private final TargetOptions target = new TargetOptions();

    @Option(names = "--export", paramLabel = "DIR", description = "Reads the events from this folder of exports.")
    private @Nullable Path export;

    @Mixin
    private final EventKeysOption keys = new EventKeysOption();

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            defaultValue = LogSealing.ORIGIN,
            description = "The name of a new log (${DEFAULT-VALUE}); an existing one keeps its own.")
    private String origin = LogSealing.ORIGIN;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path folder = export;
        keys.requireExport(spec, folder != null);
        try {
            return folder == null
                    ? target.read(
                            spec,
                            live -> append(
                                    new StoredEntries(live.tables()),
                                    live.tables().codes().hasKey()))
                    : append(ExportedEntries.toLog(folder, keys.codes()), keys.isGiven());
        } catch (LogProblem e) {
            throw LogPlace.problem(place.folder(), e);
        } catch (UncheckedIOException e) {
            throw LogPlace.problem(place.folder(), e);
        }
    }

    private int append(EntrySource source, boolean hasKey) {
        SigningKey key = place.key().readOrMake(origin);
        LogWriter writer = new LogWriter(place.log(), key);
        writer.append(List.of());
        long[] appended = {0};
        List<LogEntry> run = new ArrayList<>();
        source.forEach(entry -> {
            run.add(entry);
            if (run.size() == LogWriter.LONGEST_RUN) {
                appended[0] += writer.append(run);
                run.clear();
            }
        });
        appended[0] += writer.append(run);
        long size =
                LogReader.open(place.log()).map(log -> log.checkpoint().size()).orElse(0L);
        spec.commandLine()
                .getOut()
                .printf("appended %,d events to %s, which has %,d now%n", appended[0], place.folder(), size);
        if (!hasKey) {
            spec.commandLine()
                    .getErr()
                    .println(export == null ? LiveComparison.NOT_VERIFIED : EventKeysOption.NOT_VERIFIED);
        }
        source.unreadable().forEach(each -> spec.commandLine().getErr().println(each));
        return source.unreadable().isEmpty() ? 0 : 1;
    }
}
