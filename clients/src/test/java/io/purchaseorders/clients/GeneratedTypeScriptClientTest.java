package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client that the build generates from the document compiles under tsc's strictest rules and reads a running system. */
@ExtendWith(SampleSystem.class)
class GeneratedTypeScriptClientTest {

    private static final Path MODULE = Path.of(SampleSystem.ROOT, "clients");

    /** A cold npm on a slow network included. */
    private static final long PATIENCE_SECONDS = 300;

    @Test
    void it_compiles_and_reads_a_running_system(RunningApi running) throws IOException, InterruptedException {
        run(Map.of(), Path.of(SampleSystem.ROOT, "scripts", "npm-tools.sh").toString());
        run(Map.of(), "node", "node_modules/typescript/bin/tsc", "--project", "tsconfig.json");
        String said = run(
                Map.of(
                        "API",
                        running.address().toString(),
                        "READ_TOKEN",
                        running.token(RunningApi.READ),
                        "AUDIT_TOKEN",
                        running.token(RunningApi.AUDIT),
                        "ORDER",
                        SampleSystem.ORDER,
                        "CUSTOMER",
                        SampleSystem.CUSTOMER,
                        "SKU",
                        SampleSystem.SKU),
                "node",
                "target/typescript/src/test/typescript/read.js");
        assertThat(Entry.json(said)).isEqualTo(Entry.json("""
                        {"status": "RETURNED", "statusAtPlacing": "PLACED", "total": "26.1999995", "anomalies": 1,
                         "events": ["e-1", "e-2", "e-3", "e-4", "e-5"], "customerOrders": ["%s"], "net": "19.9",
                         "conflicts": true, "health": "ok", "forbidden": 403, "unknown": 404}""".formatted(SampleSystem.ORDER)));
    }

    /** What the command said, which must have ended well. */
    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(MODULE.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
