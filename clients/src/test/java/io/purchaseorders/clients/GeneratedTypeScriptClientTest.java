package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client that the build generates from the document compiles under tsc's strictest rules and reads a running system. */
@ExtendWith(SampleSystem.class)
class GeneratedTypeScriptClientTest {

    @Test
    void it_compiles_and_reads_a_running_system(RunningApi running) throws IOException {
        NpmTools.install();
        NpmTools.run(Map.of(), "node", "node_modules/typescript/bin/tsc", "--project", "tsconfig.json");
        String said = NpmTools.run(
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
}
