package io.purchaseorders.cli;

import io.purchaseorders.replay.exports.EventExports;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.history.ExportedHistory;
import io.purchaseorders.replay.imports.GenerationFiles;
import io.purchaseorders.replay.imports.GenerationFiles.Made;
import io.purchaseorders.replay.imports.WantedBuilder;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Folding downloaded exports to the files that the table of a generation is imported from. */
final class FoldOptions {

    @Option(
            names = "--export",
            paramLabel = "DIR",
            description = "Fold the exports of the events table in this folder; checksums and counts are checked.")
    private @Nullable Path export;

    @Option(names = "--to", paramLabel = "DIR", description = "With --export: where to; the folder is made.")
    private @Nullable Path to;

    @Option(
            names = "--generation",
            paramLabel = "N",
            defaultValue = "2",
            description =
                    "With --export and without --region: the number of the generation (${DEFAULT-VALUE}). No system"
                            + " is asked then; --keys verifies the authentication codes.")
    private int number;

    @Mixin
    private final EventKeysOption keys = new EventKeysOption();

    @Mixin
    private final ExportMemory memory = new ExportMemory();

    /** Whether exports are to be folded. */
    boolean isWanted(CommandSpec spec) {
        if ((export == null) != (to == null)) {
            throw new ParameterException(spec.commandLine(), "--export and --to belong together");
        }
        keys.requireExport(spec, export != null);
        return export != null;
    }

    /**
     * Folds what was asked for.
     *
     * @param wanted the reporting time zone; empty for that of the live generation, or UTC where no system is asked
     * @return whether the exports are a whole history
     */
    boolean run(CommandSpec spec, TargetOptions where, Optional<ZoneId> wanted) throws InterruptedException {
        if (export == null || to == null) {
            throw new IllegalStateException("asked for before");
        }
        if (where.isOnAws() && keys.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "--keys needs no --region: the stack says where its keys are");
        }
        Path folder = to;
        if (Files.exists(folder)) {
            throw new UsageProblem("There is something in " + folder + " already: name another folder.");
        }
        Path source = export;
        List<ExportFolder> exports = ExportProgress.read(() -> EventExports.under(source));
        Work work = new Work(spec, exports, folder, memory.bytes(spec));
        Set<String> findings = new TreeSet<>(ExportProgress.read(() -> EventExports.findings(exports)));
        if (!where.isOnAws()) {
            findings.addAll(work.fold(number, wanted.orElse(ZoneOffset.UTC), List.of(), keys.codes())
                    .violations());
        } else if (findings.isEmpty()) {
            where.readEvenIfLost(spec, live -> {
                foldFor(live, where, wanted, work, findings);
                return findings;
            });
        }
        if (!where.isOnAws() && !keys.isGiven()) {
            spec.commandLine().getOut().println(EventKeysOption.NOT_VERIFIED);
        }
        findings.forEach(finding -> spec.commandLine().getOut().println("violation: " + finding));
        return findings.isEmpty();
    }

    private static void foldFor(
            LiveTables live, TargetOptions where, Optional<ZoneId> wanted, Work work, Set<String> findings)
            throws InterruptedException {
        EventCodes codes = live.tables().codes();
        if (!codes.hasKey()) {
            throw new UsageProblem("The keys of the authentication codes cannot be read, so that a forged item would be"
                    + " folded as an event: act as the operator's role, which may read them.");
        }
        List<QuarantinedEvent> marks = live.quarantine().events();
        ZoneId zone = wanted.orElse(live.zone());
        GenerationTables tables = live.generations();
        new DeployedRebuild(
                        tables,
                        where.feed(work.spec(), tables),
                        where.region(),
                        where.environment(),
                        Clock.systemUTC(),
                        work.spec().commandLine().getOut(),
                        work.spec().commandLine().getErr())
                .fold(work.exports(), zone, next -> {
                    Made made = work.fold(next, zone, marks, codes);
                    findings.addAll(made.violations());
                    return made;
                });
    }

    /** What is folded, and where to. */
    private record Work(CommandSpec spec, List<ExportFolder> exports, Path folder, long bytes) {

        Made fold(int number, ZoneId zone, List<QuarantinedEvent> marks, EventCodes codes) throws InterruptedException {
            Made made = ExportProgress.read(() -> fold(
                    codes,
                    new WantedBuilder()
                            .number(number)
                            .zone(zone)
                            .marks(marks)
                            .memory(bytes / 2)
                            .threads(Runtime.getRuntime().availableProcessors())
                            .build()));
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "folded %,d events of %,d orders to %,d items in %d files in %s%n",
                    made.events(), made.orders(), made.items(), made.files(), folder);
            if (made.unreadable() > 0) {
                out.printf("%,d items are no events of this system and are left to the stream%n", made.unreadable());
            }
            return made;
        }

        private Made fold(EventCodes codes, GenerationFiles.Wanted wanted) throws IOException, InterruptedException {
            try (ExportedHistory history = new ExportedHistory(exports, List.of(), bytes, wanted.threads(), codes)) {
                new ExportProgress(spec.commandLine().getErr()).watch(history);
                history.read();
                return GenerationFiles.write(history, wanted, folder);
            }
        }
    }
}
