package io.purchaseorders.cli;

import io.purchaseorders.events.Instants;
import io.purchaseorders.projections.totals.Granularity;
import io.purchaseorders.projections.totals.Projections;
import io.purchaseorders.replay.exports.EventExports;
import io.purchaseorders.replay.exports.ExportFolder;
import io.purchaseorders.replay.history.ExportedHistory;
import io.purchaseorders.replay.totals.Periods;
import io.purchaseorders.replay.totals.TotalsQuestion;
import io.purchaseorders.replay.totals.TotalsQuestion.Answer;
import io.purchaseorders.replay.totals.TotalsQuestionBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./orders totals}. */
@Command(
        name = "totals",
        mixinStandardHelpOptions = true,
        description = {
            "Folds exports to S3 of the events table that were downloaded, full or full and incremental, and prints the"
                    + " totals that the API would answer. Needs no running system.",
            "Exit code 1 if an export is damaged, or if an event was changed or removed after it was stored."
        })
final class TotalsCommand implements Callable<Integer> {

    @Option(
            names = "--export",
            required = true,
            paramLabel = "DIR",
            description = "The folder with the exports; checksums and counts are checked.")
    private Path export = Path.of("");

    @Option(
            names = "--granularity",
            defaultValue = "DAY",
            description = "The length of the periods: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Granularity granularity = Granularity.DAY;

    @Option(
            names = "--key",
            description = "One aggregation key: ALL, CUSTOMER#{customerId} or PRODUCT#{sku}; all of them without it.")
    private @Nullable String key;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "Business time: only what had occurred by then, such as 2026-11-23T10:15:30Z.")
    private @Nullable String asOf;

    @Option(names = "--known-at", paramLabel = "TIME", description = "System time: only what was recorded by then.")
    private @Nullable String knownAt;

    @Option(names = "--from", paramLabel = "PERIOD", description = "The first period, in the granularity's notation.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "PERIOD", description = "The last period.")
    private @Nullable String to;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            converter = ZoneName.class,
            defaultValue = "UTC",
            description = "The reporting time zone (${DEFAULT-VALUE}).")
    private ZoneId zone = ZoneOffset.UTC;

    @Mixin
    private final EventKeysOption keys = new EventKeysOption();

    @Mixin
    private final ExportMemory memory = new ExportMemory();

    @ArgGroup
    private Format format = new Format();

    /** A table unless one of these is given. */
    static final class Format {
        @Option(names = "--csv", description = "Comma-separated values with a header line.")
        private boolean csv;

        @Option(names = "--json", description = "One JSON document.")
        private boolean json;
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        TotalsQuestion question = question();
        long bytes = memory.bytes(spec);
        List<ExportFolder> exports = ExportProgress.read(() -> EventExports.under(export));
        Set<String> forged = new TreeSet<>();
        Answer answer = ExportProgress.read(() -> answer(question, exports, bytes, forged));
        Set<String> violations = new LinkedHashSet<>(answer.violations());
        violations.addAll(forged);
        violations.addAll(ExportProgress.read(() -> EventExports.findings(exports)));
        PrintWriter out = spec.commandLine().getOut();
        TotalsPrinter printer = new TotalsPrinter(question, answer);
        if (format.csv) {
            printer.csv(out);
        } else if (format.json) {
            printer.json(out);
        } else {
            printer.table(out);
        }
        PrintWriter err = spec.commandLine().getErr();
        err.printf("folded %,d events of %,d orders%n", answer.events(), answer.orders());
        if (answer.unreadable() > 0) {
            err.printf("%,d items are no events and count nowhere%n", answer.unreadable());
        }
        if (!keys.isGiven()) {
            err.println(EventKeysOption.NOT_VERIFIED);
        }
        violations.forEach(violation -> err.println("violation: " + violation));
        return violations.isEmpty() ? 0 : 1;
    }

    private TotalsQuestion question() {
        Periods periods = new Periods(zone, granularity);
        if (key != null && !Projections.isWellFormed(key)) {
            throw wrong("--key must be " + Projections.keyNotations());
        }
        requirePeriod("--from", from, periods);
        requirePeriod("--to", to, periods);
        if (from != null
                && to != null
                && periods.of(from).orElseThrow() > periods.of(to).orElseThrow()) {
            throw wrong("--from must not lie after --to");
        }
        return new TotalsQuestionBuilder()
                .periods(periods)
                .key(Optional.ofNullable(key))
                .asOf(instant("--as-of", asOf))
                .knownAt(instant("--known-at", knownAt))
                .first(Optional.ofNullable(from))
                .last(Optional.ofNullable(to))
                .build();
    }

    private void requirePeriod(String option, @Nullable String notation, Periods periods) {
        if (notation != null && periods.of(notation).isEmpty()) {
            throw wrong(
                    granularity == Granularity.TOTAL
                            ? option + " has no meaning with the granularity TOTAL"
                            : option + " must be a period of the granularity " + granularity + ", such as "
                                    + granularity.of(Instant.EPOCH
                                            .atOffset(ZoneOffset.UTC)
                                            .toLocalDateTime()));
        }
    }

    private Optional<Instant> instant(String option, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Instants.parse(text)
                .orElseThrow(() ->
                        wrong(option + " must be an RFC 3339 date-time with an offset, such as 2026-11-23T10:15:30Z")));
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** @param forged is given the events without a right authentication code, in words */
    private Answer answer(TotalsQuestion question, List<ExportFolder> exports, long bytes, Set<String> forged)
            throws IOException, InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExportedHistory history = new ExportedHistory(exports, List.of(), bytes, threads, keys.codes())) {
            new ExportProgress(spec.commandLine().getErr()).watch(history);
            history.read();
            forged.addAll(history.forged());
            return question.ask(history, threads);
        }
    }
}
