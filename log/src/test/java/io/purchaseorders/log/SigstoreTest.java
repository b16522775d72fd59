package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.merkle.InclusionProofVerifier;
import dev.sigstore.rekor.client.Checkpoints;
import dev.sigstore.rekor.client.ImmutableInclusionProof;
import dev.sigstore.rekor.client.ImmutableRekorEntry;
import dev.sigstore.rekor.client.ImmutableVerification;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorVerificationException;
import dev.sigstore.rekor.client.RekorVerifier;
import dev.sigstore.trustroot.ImmutableLogId;
import dev.sigstore.trustroot.ImmutablePublicKey;
import dev.sigstore.trustroot.ImmutableTransparencyLog;
import dev.sigstore.trustroot.ImmutableValidFor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What this log makes is verified by an independent implementation, sigstore-java. */
class SigstoreTest {

    /** Sigstore wants the name of a key to be the host of its log. */
    private static final SigningKey KEY = SigningKey.generate("orders.example");

    private final FilesInMemory files = new FilesInMemory();

    @Test
    void checkpoints_and_inclusion_proofs_verify() {
        for (int size : new int[] {1, 2, 255, 256, 257, 700}) {
            append(size);
            for (int index = 0; index < size; index += 1 + size / 40) {
                TlogProof proof = proof(index);
                assertThatCode(() ->
                                verifier().verifyEntry(entry(proof, proof.note().bytes())))
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void a_checkpoint_of_another_key_and_a_changed_proof_do_not_verify() {
        append(700);
        TlogProof proof = proof(300);
        byte[] forged = SignedNote.sign(proof.note().text(), SigningKey.generate("orders.example"))
                .bytes();
        assertThatThrownBy(() -> verifier().verifyEntry(entry(proof, forged)))
                .isInstanceOf(RekorVerificationException.class);
        TlogProof moved = new TlogProof(proof.entry(), 301, proof.hashes(), proof.note());
        assertThatThrownBy(
                        () -> verifier().verifyEntry(entry(moved, proof.note().bytes())))
                .isInstanceOf(RekorVerificationException.class);
    }

    @Test
    void a_checkpoint_is_read_as_it_is_written() throws Exception {
        append(300);
        Checkpoint checkpoint = LogReader.open(files).orElseThrow().checkpoint();
        RekorEntry.Checkpoint read =
                Checkpoints.from(new String(files.content(Checkpoint.PATH), StandardCharsets.UTF_8));
        assertThat(read.getOrigin()).isEqualTo(checkpoint.origin());
        assertThat(read.getSize()).isEqualTo(300);
        assertThat(read.getBase64Hash()).isEqualTo(checkpoint.root().base64());
        assertThat(read.getSignedData()).isEqualTo(checkpoint.text());
    }

    /**
     * Sigstore-java verifies no consistency proofs. Where the older size is a power of two, the older tree is a node of the
     * newer one, so a consistency proof is the proof that this node is included.
     */
    @Test
    void consistency_proofs_that_are_inclusion_proofs_of_subtrees_verify() throws Exception {
        append(1_000);
        LogReader reader = LogReader.open(files).orElseThrow();
        for (int height = 0; height < 10; height++) {
            int old = 1 << height;
            InclusionProofVerifier.verify(
                    MerkleTree.root(new TiledTree(files, 1_000), old).bytes(),
                    0,
                    (1_000 + old - 1) >> height,
                    reader.proveConsistency(old).stream().map(Hash::bytes).toList(),
                    reader.checkpoint().root().bytes());
        }
    }

    private void append(int size) {
        new LogWriter(files, KEY).append(LogSamples.entries(0, size));
    }

    /** As a stranger has it: from its text. */
    private TlogProof proof(long index) {
        String text = LogReader.open(files).orElseThrow().prove(index).text();
        return TlogProof.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RekorEntry entry(TlogProof proof, byte[] note) {
        Checkpoint checkpoint = Checkpoint.parse(proof.note().text());
        return ImmutableRekorEntry.builder()
                .body(Base64.getEncoder().encodeToString(proof.entry().bytes()))
                .integratedTime(0)
                .logID(HexFormat.of().formatHex(KEY.verifierKey().id()))
                .logIndex(proof.index())
                .verification(ImmutableVerification.builder()
                        .inclusionProof(ImmutableInclusionProof.builder()
                                .hashes(proof.hashes().stream()
                                        .map(hash -> HexFormat.of().formatHex(hash.bytes()))
                                        .toList())
                                .logIndex(proof.index())
                                .rootHash(HexFormat.of()
                                        .formatHex(checkpoint.root().bytes()))
                                .treeSize(checkpoint.size())
                                .checkpoint(new String(note, StandardCharsets.UTF_8))
                                .build())
                        .build())
                .build();
    }

    private static RekorVerifier verifier() {
        String text = KEY.verifierKey().toString();
        byte[] typed = Base64.getDecoder().decode(text.split("\\+", 3)[2]);
        byte[] der = HexFormat.of()
                .parseHex("302a300506032b6570032100"
                        + HexFormat.of().formatHex(Arrays.copyOfRange(typed, 1, typed.length)));
        return RekorVerifier.newRekorVerifier(List.of(ImmutableTransparencyLog.builder()
                .baseUrl(URI.create("https://orders.example"))
                .hashAlgorithm("SHA2_256")
                .logId(ImmutableLogId.builder().keyId(KEY.verifierKey().id()).build())
                .publicKey(ImmutablePublicKey.builder()
                        .rawBytes(der)
                        .keyDetails("PKIX_ED25519")
                        .validFor(
                                ImmutableValidFor.builder().start(Instant.EPOCH).build())
                        .build())
                .build()));
    }
}
