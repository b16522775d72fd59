package io.purchaseorders.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./orders bench}, as far as help and completion go: the script starts the benchmarks as a program of its own, with
 * their peers on its class path.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures ours beside what users have otherwise: tables, or JSON with --json.")
final class BenchCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which ones; all of them if none is named.")
    private List<String> names = List.of();

    @Option(names = "--json", description = "One JSON document instead of tables.")
    private boolean json;

    @Override
    public Integer call() {
        throw new UsageProblem("The benchmarks" + (names.isEmpty() ? "" : " " + names) + (json ? " with --json" : "")
                + " are a program of their own: run them by the script, ./orders bench.");
    }
}
