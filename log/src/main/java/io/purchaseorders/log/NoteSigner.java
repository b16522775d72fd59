package io.purchaseorders.log;

/** Who signs the checkpoints of a log: a key on this machine, or a service that keeps one. */
public interface NoteSigner {

    /** The key whose signatures these are; its name is the log's origin. */
    VerifierKey verifierKey();

    /** The Ed25519 signature (RFC 8032, 64 bytes) over exactly these bytes. The same bytes have the same signature. */
    byte[] sign(byte[] message);
}
