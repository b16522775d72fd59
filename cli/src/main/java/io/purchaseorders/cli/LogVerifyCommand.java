package io.purchaseorders.cli;

import io.purchaseorders.log.ExportedEvents;
import io.purchaseorders.log.Finding;
import io.purchaseorders.log.LogFolder;
import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.LogReport;
import io.purchaseorders.log.LogVerifier;
import io.purchaseorders.log.VerifierKey;
import io.purchaseorders.stores.EventCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./orders log verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies a whole log: that its entries and tiles are what its key signed; with --since, that it continues a"
                    + " checkpoint that was kept; with --export, that the exported events are those that were logged, and with --keys, that each has a right"
                    + " authentication code.",
            "Needs nothing but these files. Names what was changed, removed, forged, or not logged yet."
        })
final class LogVerifyCommand implements Callable<Integer> {

    @Option(names = "--log", paramLabel = "DIR", required = true, description = "The folder of the log.")
    private Path log = Path.of("");

    @Option(names = "--key", paramLabel = "VKEY", required = true, description = "The log's verifier key.")
    private String key = "";

    @Option(names = "--export", paramLabel = "DIR", description = "A folder of exports of the events table.")
    private @Nullable Path export;

    @Mixin
    private final EventKeysOption keys = new EventKeysOption();

    @Option(
            names = "--since",
            paramLabel = "CHECKPOINT-FILE",
            description = "A checkpoint of this log that was kept where the log's keeper could not change it.")
    private @Nullable Path since;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        VerifierKey verifierKey = key(spec, key);
        keys.requireExport(spec, export != null);
        EventCodes codes = keys.codes();
        Optional<ExportedEntries> exported =
                Optional.ofNullable(export).map(folder -> ExportedEntries.toVerify(folder, codes));
        try {
            LogReport report = LogVerifier.verify(
                    new LogFolder(log), verifierKey, kept(), exported.map(events -> (ExportedEvents) events));
            List<String> images = exported.map(ExportedEntries::unreadable).orElse(List.of());
            print(report, images, verifierKey);
            return report.isClean() && images.isEmpty() ? 0 : 1;
        } catch (UncheckedIOException e) {
            throw LogPlace.problem(log, e);
        }
    }

    static VerifierKey key(CommandSpec spec, String text) {
        try {
            return VerifierKey.parse(text);
        } catch (LogProblem e) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--key': " + e.getMessage());
        }
    }

    private Optional<byte[]> kept() {
        Path file = since;
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UsageProblem("The checkpoint " + file + " cannot be read: " + e.getMessage());
        }
    }

    private String compared() {
        if (export == null) {
            return "";
        }
        return " and compared with the export"
                + (keys.isGiven() ? ", authentication codes verified" : ", authentication codes not verified");
    }

    private void print(LogReport report, List<String> images, VerifierKey verifierKey) {
        PrintWriter out = spec.commandLine().getOut();
        images.forEach(out::println);
        for (Finding finding : report.findings()) {
            out.println(word(finding.kind()) + ": " + finding);
        }
        long faults = images.size();
        for (Finding.Kind kind : Finding.Kind.values()) {
            faults += kind.isFault() ? report.count(kind) : 0;
        }
        out.printf(
                "%s: %,d entries of %s verified%s; %s, %,d not logged yet%n",
                faults == 0 ? "intact" : "NOT INTACT",
                report.entries(),
                verifierKey.name(),
                compared(),
                faults == 0 ? "no fault" : String.format("%,d faults", faults),
                report.count(Finding.Kind.NOT_LOGGED_YET));
    }

    private static String word(Finding.Kind kind) {
        return switch (kind) {
            case BAD_CHECKPOINT -> "checkpoint";
            case ROLLED_BACK -> "rolled back";
            case FORKED -> "forked";
            case DAMAGED -> "damaged";
            case CHANGED_TILE, CHANGED_ENTRY, CHANGED_EVENT -> "changed";
            case REPEATED -> "repeated";
            case REMOVED_EVENT -> "removed";
            case FORGED_EVENT -> "forged";
            case NOT_LOGGED_YET -> "not logged yet";
            case NOT_EXPORTED_YET -> "not exported yet";
        };
    }
}
