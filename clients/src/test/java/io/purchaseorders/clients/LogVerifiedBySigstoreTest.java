package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogMemory;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LogWriter;
import io.purchaseorders.log.SigningKey;
import io.purchaseorders.log.TlogProof;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints and inclusion proofs of the transparency log verify with {@code @sigstore/verify}, which knows nothing of ours. */
class LogVerifiedBySigstoreTest {

    private static final Path MODULE = Path.of(SampleSystem.ROOT, "clients");
    private static final long PATIENCE_SECONDS = 300;

    /** Sigstore wants the name of a key to be part of its log's address. */
    private static final SigningKey KEY = SigningKey.generate("orders.example");

    @Test
    void every_proof_of_trees_of_several_sizes_verifies(@TempDir Path folder) throws IOException, InterruptedException {
        ObjectNode document = JsonMapper.builder().build().createObjectNode();
        document.put("key", KEY.verifierKey().toString());
        ArrayNode proofs = document.putArray("proofs");
        for (int size : new int[] {1, 2, 255, 256, 257, 1_300}) {
            LogReader log = log(size);
            for (int index = 0; index < size; index += 1 + size / 20) {
                add(proofs, log.prove(index));
            }
        }
        Path file = Files.writeString(folder.resolve("proofs.json"), document.toString());
        run(Path.of(SampleSystem.ROOT, "scripts", "npm-tools.sh").toString());
        assertThat(run("node", "src/test/javascript/verify-log.mjs", file.toString()))
                .isEqualTo("verified %1$s, refused %1$s\n".formatted(proofs.size()));
    }

    private static LogReader log(int size) {
        LogMemory files = new LogMemory();
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String timestamp = "2026-10-01T00:00:00.000000000Z#e-" + i;
            entries.add(LogEntry.of("o-" + i % 9, timestamp, "OrderConfirmed", "shop", "2026-11-01T00:00:00Z", "{}"));
        }
        new LogWriter(files, KEY).append(entries);
        return LogReader.open(files).orElseThrow();
    }

    private static void add(ArrayNode proofs, TlogProof proof) {
        ObjectNode json = proofs.addObject();
        json.put("index", proof.index());
        json.put("body", proof.entry().bytes());
        ArrayNode hashes = json.putArray("hashes");
        proof.hashes().forEach(hash -> hashes.add(hash.bytes()));
        json.put("checkpoint", proof.note().bytes());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(MODULE.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
