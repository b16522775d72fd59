package io.purchaseorders.benchmarks;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.benchmarks.costs.CostPage;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./orders bench}: measures ours beside what users have otherwise, and prints tables or one JSON document. */
@Command(
        name = "orders bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures ours beside what users have otherwise, in turns, and prints the medians.",
            "Exit code 1 if a benchmark could not be run or its peers' answers differ; a missed target is printed."
        },
        footerHeading = "%nBenchmarks:%n")
public final class Bench implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which ones; all of them if none is named.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--json", description = "One JSON document instead of tables.")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each is measured (${DEFAULT-VALUE}); fewer than 5 are for trying out.")
    private int rounds;

    @Option(names = "--page", paramLabel = "FILE", description = "Puts the results into this page, too.")
    private @Nullable Path page;

    @Option(
            names = "--cost-page",
            paramLabel = "FILE",
            description =
                    "Measures nothing: writes the page of costs from what cost counted, the prices and the templates.")
    private @Nullable Path costPage;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            defaultValue = "${sys:orders.bench.cache:-target/bench}",
            description = "Where generated data is kept (${DEFAULT-VALUE}).")
    private Path cache = Path.of("target/bench");

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    /** Runs the benchmarks and ends the process with the exit code. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Bench())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.getCommandSpec()
                .usageMessage()
                .footer(Benchmarks.ALL.stream()
                        .map(one -> String.format("  %-12s %s", one.name(), one.question()))
                        .toArray(String[]::new));
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (costPage != null) {
            Files.writeString(costPage, CostPage.of(Path.of(System.getProperty("orders.root", "."))));
            return 0;
        }
        Run run = new Run(rounds, cache, System.err);
        Map<String, Object> machine = Machine.description();
        List<Report> reports = new ArrayList<>();
        for (Benchmark benchmark : chosen()) {
            run.say("%s: %s", benchmark.name(), benchmark.question());
            Report report = benchmark.measure(run);
            reports.add(report);
            if (!json) {
                spec.commandLine().getOut().println(Text.of(report, machine));
            }
            if (page != null) {
                new ResultsPage(page).put(List.of(report), machine);
            }
        }
        if (json) {
            spec.commandLine().getOut().println(document(machine, reports));
        }
        return 0;
    }

    private List<Benchmark> chosen() {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds must be at least 1");
        }
        return names.isEmpty()
                ? Benchmarks.ALL
                : names.stream()
                        .map(name -> Benchmarks.named(name)
                                .orElseThrow(() -> new ParameterException(
                                        spec.commandLine(),
                                        "There is no benchmark " + name + "; there are " + Benchmarks.names())))
                        .toList();
    }

    private static String document(Map<String, Object> machine, List<Report> reports) throws Exception {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", machine);
        document.put("benchmarks", reports);
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(document);
    }
}
