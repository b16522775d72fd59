package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./orders validate}. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = {
            "Checks events without a system, by the rules that it applies: NDJSON of EventBridge entries, as for publish.",
            "Shows faults and warnings by line. Exit code 1 if there is a fault.",
            "What depends on other events (duplicates, conflicts, an order's limits) only a system can tell."
        })
final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The file to check; - is standard input.")
    private String file = InputFile.STANDARD_INPUT;

    @Option(
            names = "--json",
            description = "One JSON object a line with a fault or a warning, then the summary as one.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    private long valid;
    private long faulty;
    private long warned;

    @Override
    public Integer call() {
        try (var source = new InputFile(file).open()) {
            LineReader lines = new LineReader(source);
            for (var line = lines.next(); line != null; line = lines.next()) {
                check(line, Clock.systemUTC().instant());
            }
        } catch (IOException e) {
            throw new UsageProblem("Reading " + file + " failed: " + e.getMessage() + ".");
        }
        out().println(
                        json
                                ? JsonNodeFactory.instance
                                        .objectNode()
                                        .put("valid", valid)
                                        .put("faulty", faulty)
                                        .put("warned", warned)
                                        .toString()
                                : String.format(
                                        Locale.ROOT,
                                        "valid %d, with faults %d, with warnings %d",
                                        valid,
                                        faulty,
                                        warned));
        return faulty == 0 ? 0 : 1;
    }

    private void check(LineReader.Line line, Instant now) {
        if (line.text().exists(String::isBlank)) {
            return;
        }
        line.text()
                .flatMap(text -> Entry.parse(line.number(), text))
                .peek(entry -> {
                    EntryCheck check = EntryCheck.of(entry, now);
                    if (check.isValid()) {
                        valid++;
                    } else {
                        fault(line.number(), EntryCheck.text(check.faults()));
                    }
                    if (!check.warnings().isEmpty()) {
                        warned++;
                        say(line.number(), "warning", EntryCheck.text(check.warnings()));
                    }
                })
                .peekLeft(why -> fault(line.number(), why));
    }

    private void fault(long number, String text) {
        faulty++;
        say(number, "fault", text);
    }

    private void say(long number, String what, String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ");
        out().println(
                        json
                                ? JsonNodeFactory.instance
                                        .objectNode()
                                        .put("line", number)
                                        .put(what, plain)
                                        .toString()
                                : "line " + number + ": " + (what.equals("fault") ? "" : what + ": ") + plain);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
