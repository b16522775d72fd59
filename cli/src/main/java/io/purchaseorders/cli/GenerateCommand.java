package io.purchaseorders.cli;

import io.purchaseorders.cli.generate.SampleEntries;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./orders generate}. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = {
            "Writes sample events to standard output, as NDJSON of EventBridge entries.",
            "The same bytes for the same arguments. To publish them: @|bold ./orders generate --orders 100 --seed 1 |"
                    + " ./orders publish -|@"
        })
final class GenerateCommand implements Callable<Integer> {

    private final SampleEvents samples;

    @Option(names = "--orders", required = true, paramLabel = "N", description = "How many orders.")
    private long orders;

    @Option(names = "--seed", required = true, paramLabel = "S", description = "Chooses which ones.")
    private long seed;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    GenerateCommand(SampleEvents samples) {
        this.samples = samples;
    }

    @Override
    public Integer call() throws IOException {
        Ranges.require(spec, "--orders", orders, 0, SampleEntries.MOST_ORDERS);
        // Not System.out: a PrintStream swallows errors, and a reader that left must end this.
        try (var destination = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            samples.write(orders, seed, destination);
        } catch (IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                return 1; // as head(1) leaves its writers: nothing to say
            }
            throw e;
        }
        return 0;
    }
}
