package io.purchaseorders.cli;

import io.purchaseorders.replay.export.ExportProblem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code ./orders}: the one command-line program. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "orders",
        description = "Event-sourced purchase orders on one machine.",
        mixinStandardHelpOptions = true,
        version = "orders 1.0.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"},
        footer = {
            "",
            "Try @|bold ./orders demo|@ first. @|bold ./orders COMMAND --help|@ explains each command;",
            "@|bold source <(./orders completion)|@ completes them in bash and zsh."
        })
public final class Orders implements Runnable {

    /** Set by the script to see the stack trace of a failure that has no sentence of its own. */
    private static final String DEBUG = "ORDERS_DEBUG";

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(Parts.ofThisBuild()).execute(arguments));
    }

    /** The commands on top of {@code parts}. */
    static CommandLine commandLine(Parts parts) {
        return new CommandLine(new Orders())
                .addSubcommand(new DemoCommand(parts.demonstration()))
                .addSubcommand(new UpCommand(parts.system()))
                .addSubcommand(new TokenCommand())
                .addSubcommand(new GenerateCommand(parts.samples()))
                .addSubcommand(new PublishCommand())
                .addSubcommand(new ReplayCommand(parts.comparison()))
                .addSubcommand(new ExportCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new QuarantineCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(new CompletionCommand())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, arguments) -> refuse(problem))
                .setExecutionExceptionHandler(Orders::fail);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }

    private static int refuse(ParameterException problem) {
        var commandLine = problem.getCommandLine();
        var sentence = String.valueOf(problem.getMessage())
                .strip()
                .replaceAll("\\s*\\R\\s*", " ")
                .replaceAll("\\.$", "");
        commandLine
                .getErr()
                .println(commandLine
                        .getColorScheme()
                        .errorText(sentence + ": see ./"
                                + commandLine.getCommandSpec().qualifiedName() + " --help."));
        return CommandLine.ExitCode.USAGE;
    }

    private static int fail(Exception problem, CommandLine commandLine, ParseResult arguments) {
        if (System.getenv(DEBUG) != null) {
            problem.printStackTrace(commandLine.getErr());
        }
        var sentence = problem instanceof UsageProblem || problem instanceof ExportProblem
                ? problem.getMessage()
                : "This failed unexpectedly (" + problem + "): set " + DEBUG + "=1 and run it again to see where.";
        commandLine
                .getErr()
                .println(commandLine
                        .getColorScheme()
                        .errorText(String.valueOf(sentence).replaceAll("\\p{Cntrl}+", " ")));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
