package io.purchaseorders.notary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.LogReader;
import io.purchaseorders.log.LogStorage;
import io.purchaseorders.log.LogVerifier;
import io.purchaseorders.log.TlogProof;
import io.purchaseorders.log.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;

/** The function's parts together: exports in a bucket, the log in another, the key in KMS. */
class OrderNotaryTest {

    private static final String ORIGIN = "example.org/purchase-orders";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void exports_in_a_bucket_become_a_log_in_another_that_the_key_of_kms_signed() throws Exception {
        WrittenExports written = new WrittenExports(folder.resolve("written"));
        written.full("01695000000000-aaaaaaaa", 300);
        written.incremental("01695000900000-bbbbbbbb", 300, 310);
        written.incremental("01695001800000-cccccccc", 310, 320);
        try (MotoServer moto = new MotoServer();
                KmsStandIn standIn = new KmsStandIn("ECC_NIST_EDWARDS25519");
                KmsClient kms = standIn.client()) {
            moto.makeBucket("exports");
            moto.makeBucket("log");
            put(moto, written, "01695000000000-aaaaaaaa", true);
            put(moto, written, "01695000900000-bbbbbbbb", false);
            LogStorage log = new S3LogStorage(moto.s3(), "log");
            KmsSigner signer = KmsSigner.of(kms, "key", ORIGIN);
            Notary notary =
                    new Notary(log, signer, new ExportsBucket(moto.s3(), "exports"), folder.resolve("downloaded"));
            Notary.Report first = notary.run(() -> true);
            assertThat(first.size()).as("the second export is not finished").isEqualTo(300);
            put(moto, written, "01695000900000-bbbbbbbb", true);
            put(moto, written, "01695001800000-cccccccc", true);
            Notary.Report second = new Notary(
                            log, signer, new ExportsBucket(moto.s3(), "exports"), folder.resolve("downloaded"))
                    .run(() -> true);
            assertThat(second.appended()).isEqualTo(20);
            assertThat(second.violations()).isEmpty();
            assertThat(folder.resolve("downloaded")).isEmptyDirectory();
            VerifierKey key = signer.verifierKey();
            assertThat(LogVerifier.verify(log, key, Optional.empty(), Optional.empty())
                            .findings())
                    .isEmpty();
            LogReader reader = LogReader.open(log).orElseThrow();
            assertThat(reader.checkpoint().size()).isEqualTo(320);
            assertThat(reader.checkpoint().origin()).isEqualTo(ORIGIN);
            byte[] proof = reader.prove(319).text().getBytes(StandardCharsets.UTF_8);
            assertThat(TlogProof.parse(proof).verify(key)).isEqualTo(reader.entry(319));
        }
    }

    /** An export is finished when its summary is there, which is written last. */
    private static void put(MotoServer moto, WrittenExports written, String id, boolean isFinished) {
        written.files(id).forEach((key, file) -> {
            if (isFinished || !key.contains("manifest-summary")) {
                moto.s3().putObject(object -> object.bucket("exports").key(key), RequestBody.fromFile(file));
            }
        });
    }

    @Test
    void a_key_of_another_type_is_refused() throws Exception {
        try (KmsStandIn standIn = new KmsStandIn("ECC_NIST_P256");
                KmsClient kms = standIn.client()) {
            assertThatThrownBy(() -> KmsSigner.of(kms, "key", ORIGIN))
                    .isInstanceOf(LogProblem.class)
                    .hasMessageContaining("ECC_NIST_P256");
        }
    }
}
