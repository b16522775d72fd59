package io.purchaseorders.cli;

import io.purchaseorders.log.Checkpoint;
import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.TlogProof;
import io.purchaseorders.log.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./orders verify-proof}. */
@Command(
        name = "verify-proof",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies a proof with nothing but the log's verifier key, and says which event it proves.",
            "With --detail, also that this text is the event's detail, byte by byte."
        })
final class VerifyProofCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The proof; - is the standard input.")
    private String file = "";

    @Option(names = "--key", paramLabel = "VKEY", required = true, description = "The log's verifier key.")
    private String key = "";

    @Option(names = "--detail", paramLabel = "FILE", description = "The detail, exactly as it was published.")
    private @Nullable Path detail;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        VerifierKey verifierKey = LogVerifyCommand.key(spec, key);
        try {
            TlogProof proof =
                    TlogProof.parse(file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file)));
            LogEntry entry = proof.verify(verifierKey);
            Path text = detail;
            if (text != null && !isDetailOf(entry, Files.readString(text, StandardCharsets.UTF_8))) {
                throw new UsageProblem("Not proven: the detail in " + text
                        + " is not the event's; that has the SHA-256 " + entry.detailSha256() + ".");
            }
            Checkpoint checkpoint = Checkpoint.parse(proof.note().text());
            spec.commandLine()
                    .getOut()
                    .printf(
                            "proven: entry %,d of the first %,d of %s is%n%s%n",
                            proof.index(), checkpoint.size(), checkpoint.origin(), entry.text());
            return 0;
        } catch (LogProblem e) {
            throw new UsageProblem("Not proven: " + e.getMessage());
        } catch (IOException e) {
            throw new UsageProblem("The file " + e.getMessage() + " cannot be read.");
        }
    }

    private static boolean isDetailOf(LogEntry entry, String text) {
        LogEntry same =
                LogEntry.of(entry.orderId(), entry.timestamp(), entry.type(), entry.source(), entry.recordedAt(), text);
        return same.detailSha256().equals(entry.detailSha256());
    }
}
