package io.purchaseorders.log;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The public key that a log's checkpoints are verified with: a name and an Ed25519 key, written as C2SP signed-note does,
 * {@code name+keyId+base64(0x01 || key)}.
 */
public final class VerifierKey {

    static final byte ED25519 = 1;
    static final int KEY_LENGTH = 32;

    /** What stands before the 32 bytes in the DER of an Ed25519 public key (RFC 8410). */
    private static final byte[] DER_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte[] key;
    private final PublicKey publicKey;

    private VerifierKey(String name, byte[] key) {
        this.name = name;
        this.key = key;
        this.publicKey = publicKey(key);
    }

    /**
     * @param key 32 bytes, as RFC 8032 encodes them
     * @throws LogProblem where the name is empty or has a space or a plus, or the key is none
     */
    public static VerifierKey of(String name, byte[] key) {
        requireName(name);
        if (key.length != KEY_LENGTH) {
            throw new LogProblem("An Ed25519 key has 32 bytes, and this has " + key.length + ".");
        }
        return new VerifierKey(name, key.clone());
    }

    /** The key of an Ed25519 key pair. */
    static VerifierKey of(String name, PublicKey publicKey) {
        byte[] der = publicKey.getEncoded();
        return of(name, Arrays.copyOfRange(der, der.length - KEY_LENGTH, der.length));
    }

    /** @throws LogProblem where the text is no verifier key of the type Ed25519, or its key id is not that of its key */
    public static VerifierKey parse(String text) {
        List<String> parts = List.of(text.strip().split("\\+", 3));
        if (parts.size() != 3) {
            throw new LogProblem("A verifier key is written name+id+key, and this is not: " + text.strip());
        }
        byte[] typed = Hash.strictBase64(parts.get(2), "a verifier key");
        if (typed.length != 1 + KEY_LENGTH || typed[0] != ED25519) {
            throw new LogProblem("This verifier key is not of the type Ed25519 (0x01): " + text.strip());
        }
        VerifierKey key = of(parts.get(0), Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.idInHex().equals(parts.get(1))) {
            throw new LogProblem("The id of this verifier key is " + parts.get(1) + ", and its name and key give "
                    + key.idInHex() + ".");
        }
        return key;
    }

    static void requireName(String name) {
        boolean isRefused = name.codePoints()
                .anyMatch(c -> c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c) || c < 0x20);
        if (name.isEmpty() || isRefused) {
            throw new LogProblem(
                    "The name of a key is not empty and has neither spaces nor +, unlike \"" + name + "\".");
        }
    }

    private static PublicKey publicKey(byte[] key) {
        byte[] der = Arrays.copyOf(DER_PREFIX, DER_PREFIX.length + KEY_LENGTH);
        System.arraycopy(key, 0, der, DER_PREFIX.length, KEY_LENGTH);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new LogProblem(
                    "This is no Ed25519 key: " + Base64.getEncoder().encodeToString(key));
        }
    }

    public String name() {
        return name;
    }

    /** The first 4 bytes of SHA-256(name, 0x0A, 0x01, key). */
    byte[] id() {
        MessageDigest digest = Hash.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(ED25519);
        return Arrays.copyOf(digest.digest(key), SignedNote.ID_LENGTH);
    }

    private String idInHex() {
        return HexFormat.of().formatHex(id());
    }

    /** Whether the signature is one of this key over exactly these bytes (RFC 8032, Ed25519). */
    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verification = Signature.getInstance("Ed25519");
            verification.initVerify(publicKey);
            verification.update(message);
            return verification.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && name.equals(that.name) && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(key);
    }

    /** The C2SP encoding. */
    @Override
    public String toString() {
        byte[] typed = new byte[1 + KEY_LENGTH];
        typed[0] = ED25519;
        System.arraycopy(key, 0, typed, 1, KEY_LENGTH);
        return name + "+" + idInHex() + "+" + Base64.getEncoder().encodeToString(typed);
    }
}
