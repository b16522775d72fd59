package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.purchaseorders.replay.IntegrityCheck;
import io.purchaseorders.replay.IntegrityCheck.Report;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./orders check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks without a replay that nothing got lost: every stored event is applied or quarantined, the stream's"
                    + " windows counted as many as are stored, totals by customer and by product add up to those over all, and no stored event was ever changed.",
            "Exit code 1 if not."
        })
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private final TargetOptions where = new TargetOptions();

    @Option(names = "--json", description = "Report as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Report report = where.read(
                spec,
                live -> new IntegrityCheck(live.events(), live.totals(), live.quarantine(), live.shards()).settled());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var document = JsonNodeFactory.instance
                    .objectNode()
                    .put("balanced", report.isBalanced())
                    .put("stored", report.stored())
                    .put("applied", report.applied())
                    .put("quarantined", report.quarantined());
            var findings = document.putArray("findings");
            report.findings().forEach(findings::add);
            out.println(document);
        } else {
            report.findings().forEach(finding -> out.println("wrong: " + finding));
            out.printf(
                    Locale.ROOT,
                    "%s: %,d events stored, %,d applied, %,d quarantined%n",
                    report.isBalanced() ? "balanced" : "NOT balanced",
                    report.stored(),
                    report.applied(),
                    report.quarantined());
        }
        return report.isBalanced() ? 0 : 1;
    }
}
