package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.purchaseorders.replay.IntegrityCheck;
import io.purchaseorders.replay.IntegrityCheck.Report;
import io.purchaseorders.stores.Violation.Acknowledgement;
import io.purchaseorders.stores.ViolationAcknowledgements;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./orders check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks without a replay that nothing got lost or was tampered with: every stored event is what was recorded and"
                    + " is applied or quarantined, the stream's windows counted as many as are stored, totals by customer"
                    + " and by product add up to those over all.",
            "Exit code 1 if not, with the next command to run.",
            "A violation that was dealt with is acknowledged by name and reason, and is then no longer a finding."
        })
final class CheckCommand implements Callable<Integer> {

    private static final double NANOS = 1e9;

    @Mixin
    private final TargetOptions where = new TargetOptions();

    @Option(
            names = "--acknowledge",
            paramLabel = "VIOLATION",
            description = "A violation that was dealt with, as a finding names it; repeatable.")
    private List<String> acknowledged = List.of();

    @Option(names = "--by", paramLabel = "NAME", description = "With --acknowledge: who dealt with it.")
    private String by = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "With --acknowledge: how, or why it is no matter.")
    private String reason = "";

    @Option(names = "--json", description = "Report as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!acknowledged.isEmpty() && (by.isBlank() || reason.isBlank())) {
            throw new ParameterException(spec.commandLine(), "--acknowledge needs --by NAME and --reason TEXT");
        }
        return where.read(spec, live -> {
            acknowledge(live.quarantine());
            boolean hasKey = live.tables().codes().hasKey();
            Seen seen = new Seen();
            Report report = new IntegrityCheck(
                            live.events(), live.totals(), live.quarantine(), live.shards(), live.loadedEvents())
                    .settled(seen);
            print(report, hasKey, seen);
            return report.isBalanced() ? 0 : 1;
        });
    }

    /** Tells of what was done to events when it is seen, each once: whoever waits for the sums knows it by then. */
    private final class Seen implements Consumer<List<String>> {
        private final long begun = System.nanoTime();
        private final Set<String> told = new HashSet<>();
        private double foundSeconds;

        @Override
        public void accept(List<String> evidence) {
            for (String finding : evidence) {
                if (told.add(finding) && !json) {
                    spec.commandLine().getOut().println("tampered: " + finding);
                }
            }
            spec.commandLine().getOut().flush();
            if (foundSeconds == 0 && !evidence.isEmpty()) {
                foundSeconds = seconds();
            }
        }

        double seconds() {
            return (System.nanoTime() - begun) / NANOS;
        }
    }

    private void acknowledge(ViolationAcknowledgements violations) {
        for (String id : acknowledged) {
            if (!violations.acknowledge(id, new Acknowledgement(by, reason, Instant.now()))) {
                throw new UsageProblem(
                        "There is no violation " + id + " that is not acknowledged yet: see ./orders check.");
            }
        }
    }

    private void print(Report report, boolean hasKey, Seen seen) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var document = JsonNodeFactory.instance
                    .objectNode()
                    .put("balanced", report.isBalanced())
                    .put("stored", report.stored())
                    .put("applied", report.applied())
                    .put("quarantined", report.quarantined())
                    .put("codesVerified", hasKey)
                    .put("seconds", rounded(seen.seconds()));
            if (!report.evidence().isEmpty()) {
                document.put("evidenceSeconds", rounded(seen.foundSeconds));
            }
            var evidence = document.putArray("evidence");
            report.evidence().forEach(evidence::add);
            var findings = document.putArray("findings");
            report.findings().forEach(findings::add);
            out.println(document);
            return;
        }
        report.findings().forEach(finding -> out.println("wrong: " + finding));
        out.printf(
                Locale.ROOT,
                "%s: %,d events stored, %,d applied, %,d quarantined%s, in %.2f s%s%n",
                report.isBalanced() ? "balanced" : "NOT balanced",
                report.stored(),
                report.applied(),
                report.quarantined(),
                hasKey
                        ? ", authentication codes verified"
                        : ", authentication codes not verified as the key is not here",
                seen.seconds(),
                report.evidence().isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, "; what was tampered with after %.2f s", seen.foundSeconds));
        if (!report.evidence().isEmpty()) {
            out.println("next: restore the originals as docs/operations.md says under \"Violations\", then"
                    + " ./orders check --acknowledge VIOLATION --by NAME --reason TEXT");
        } else if (!report.findings().isEmpty()) {
            out.println("next: ./orders rebuild makes all projections anew from the events, which mends them; ./orders"
                    + " replay names the rows that differ");
        }
    }

    private static BigDecimal rounded(double seconds) {
        return BigDecimal.valueOf(seconds).setScale(2, RoundingMode.HALF_UP);
    }
}
