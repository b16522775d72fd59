package io.purchaseorders.notary;

import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.NoteSigner;
import io.purchaseorders.log.VerifierKey;
import java.util.Arrays;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;

/**
 * Signs by a key of AWS KMS that never leaves it. The algorithm {@code ED25519_SHA_512} on a raw message is Ed25519 as RFC 8032
 * has it; {@code ED25519_PH_SHA_512} is not ("Sign" in the AWS KMS API Reference).
 */
public final class KmsSigner implements NoteSigner {

    private static final String KEY_SPEC = "ECC_NIST_EDWARDS25519";
    private static final String ALGORITHM = "ED25519_SHA_512";

    /** What stands after the prefix in the DER of such a public key (RFC 8410). */
    private static final int KEY_LENGTH = 32;

    private final KmsClient kms;
    private final String keyId;
    private final VerifierKey verifierKey;

    private KmsSigner(KmsClient kms, String keyId, VerifierKey verifierKey) {
        this.kms = kms;
        this.keyId = keyId;
        this.verifierKey = verifierKey;
    }

    /**
     * @param keyId of a key of the type {@code ECC_NIST_EDWARDS25519} that signs
     * @param name of the log, its origin
     * @throws LogProblem where the key is of another type
     */
    public static KmsSigner of(KmsClient kms, String keyId, String name) {
        var key = kms.getPublicKey(request -> request.keyId(keyId));
        if (!KEY_SPEC.equals(key.keySpecAsString())) {
            throw new LogProblem(
                    "The key " + keyId + " is of the type " + key.keySpecAsString() + ", not " + KEY_SPEC + ".");
        }
        byte[] der = key.publicKey().asByteArray();
        return new KmsSigner(
                kms, keyId, VerifierKey.of(name, Arrays.copyOfRange(der, der.length - KEY_LENGTH, der.length)));
    }

    @Override
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        return kms.sign(request -> request.keyId(keyId)
                        .messageType(MessageType.RAW)
                        .signingAlgorithm(ALGORITHM)
                        .message(SdkBytes.fromByteArray(message)))
                .signature()
                .asByteArray();
    }
}
