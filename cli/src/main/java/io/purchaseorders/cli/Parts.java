package io.purchaseorders.cli;

import io.purchaseorders.cli.generate.SampleEntries;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * What the commands run: the one place where the command line meets the rest of the system. Only when {@code up} or
 * {@code demo} starts it is a class of the embedded system looked for.
 */
record Parts(RunningSystem.Starter system, SampleEvents samples, Demonstration demonstration, Comparison comparison) {

    /** The parts of this build. */
    static Parts ofThisBuild() {
        RunningSystem.Starter embedded = settings -> EmbeddedSystem.start(settings);
        return new Parts(embedded, Parts::generate, new RetailDemo(embedded), new LiveComparison());
    }

    private static void generate(long orders, long seed, OutputStream destination) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(destination, StandardCharsets.UTF_8));
        SampleEntries.write(orders, seed, out);
        out.flush();
    }
}
