package io.purchaseorders.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How much memory a command that reads exports may take for events under way. */
final class ExportMemory {

    private static final long USUAL = 512L << 20;

    /** The other half is for the sums and for reading. */
    private static final long MOST = Runtime.getRuntime().maxMemory() / 2;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ByteSize.class,
            description = "With --export: what events under way may take (512M, or half of the JVM's heap where that is"
                    + " less); what is more goes to a temporary file.")
    private @Nullable Long memory;

    long bytes(CommandSpec spec) {
        if (memory == null) {
            return Math.min(USUAL, MOST);
        }
        if (memory > MOST) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--memory is more than half of the JVM's heap, " + (MOST >> 20)
                            + "M (ORDERS_JAVA_OPTIONS=-Xmx... gives it more)");
        }
        return memory;
    }
}
