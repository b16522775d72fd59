package io.purchaseorders.cli;

import io.purchaseorders.replay.exports.ExportProblem;
import java.io.PrintWriter;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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

    /** Set by the script, which alone can see it. */
    private static final String STDOUT_CLOSED = "orders.stdout.closed";

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // Digits and cases are the same for everybody, in libraries as well.
        ProxySelector.setDefault(new LoopbackDirect(ProxySelector.getDefault()));
        System.exit(run(commandLine(Parts.ofThisBuild()), arguments));
    }

    /** What cannot be written was not done: whoever reads the output would take silence for an answer. */
    static int run(CommandLine commandLine, String... arguments) {
        if (Boolean.getBoolean(STDOUT_CLOSED)) {
            commandLine
                    .getErr()
                    .println("Standard output is closed: send it to a file, or to /dev/null if nobody reads it.");
            return CommandLine.ExitCode.SOFTWARE;
        }
        int exitCode = commandLine.execute(arguments);
        if (!commandLine.getOut().checkError()) {
            return exitCode;
        }
        commandLine
                .getErr()
                .println(
                        "Not everything could be written to standard output: its disk is full or its reader has left.");
        return Math.max(exitCode, CommandLine.ExitCode.SOFTWARE);
    }

    /** The commands on top of {@code parts}. */
    static CommandLine commandLine(Parts parts) {
        return new CommandLine(new Orders())
                .addSubcommand(new DemoCommand(parts.demonstration()))
                .addSubcommand(new UpCommand(parts.system()))
                .addSubcommand(new TokenCommand())
                .addSubcommand(new GenerateCommand(parts.samples()))
                .addSubcommand(new PublishCommand())
                .addSubcommand(new ValidateCommand())
                .addSubcommand(new ReplayCommand(parts.comparison()))
                .addSubcommand(new TotalsCommand())
                .addSubcommand(new ExportCommand())
                .addSubcommand(new ImportCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new RebuildCommand())
                .addSubcommand(new GenerationsCommand())
                .addSubcommand(new PromoteCommand())
                .addSubcommand(new RetireCommand())
                .addSubcommand(new QuarantineCommand())
                .addSubcommand(new LogCommand())
                .addSubcommand(new ProveCommand())
                .addSubcommand(new VerifyProofCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new HelpCommand())
                .registerConverter(Path.class, Orders::path)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, arguments) -> refuse(problem))
                .setExecutionExceptionHandler(Orders::fail);
    }

    /** An empty path would be the folder that the program happens to run in. */
    private static Path path(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("a path must not be empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' is not a path");
        }
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
