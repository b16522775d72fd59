package io.purchaseorders.log;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * An Ed25519 key pair on this machine. Its text has two lines: the private key as {@code golang.org/x/mod/sumdb/note}
 * writes it, {@code PRIVATE+KEY+name+keyId+base64(0x01 || seed)}, and the verifier key.
 */
public final class SigningKey implements NoteSigner {

    private static final String PRIVATE = "PRIVATE+KEY+";

    private final VerifierKey verifierKey;
    private final PrivateKey privateKey;

    private SigningKey(VerifierKey verifierKey, PrivateKey privateKey) {
        this.verifierKey = verifierKey;
        this.privateKey = privateKey;
    }

    /** A new key. */
    public static SigningKey generate(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(VerifierKey.of(name, pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** @throws LogProblem where the text is not that of a key, or its halves do not belong together */
    public static SigningKey parse(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.size() != 2 || !lines.getFirst().startsWith(PRIVATE)) {
            throw new LogProblem("A signing key has two lines, the first of which begins with " + PRIVATE + ".");
        }
        VerifierKey verifierKey = VerifierKey.parse(lines.getLast());
        List<String> parts = List.of(lines.getFirst().split("\\+", 5));
        byte[] typed = Hash.strictBase64(parts.getLast(), "a signing key");
        if (typed.length != 1 + VerifierKey.KEY_LENGTH || typed[0] != VerifierKey.ED25519) {
            throw new LogProblem("This signing key is not of the type Ed25519 (0x01).");
        }
        SigningKey key = new SigningKey(verifierKey, privateKey(Arrays.copyOfRange(typed, 1, typed.length)));
        byte[] sample = verifierKey.toString().getBytes(StandardCharsets.UTF_8);
        if (!verifierKey.verifies(sample, key.sign(sample))) {
            throw new LogProblem("The two lines of this signing key do not belong together.");
        }
        return key;
    }

    private static PrivateKey privateKey(byte[] seed) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every 32 bytes are a seed of Ed25519", e);
        }
    }

    @Override
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key can sign every message", e);
        }
    }

    /** Both halves, to be kept secret. */
    public String text() {
        if (!(privateKey instanceof EdECPrivateKey key)) {
            throw new IllegalStateException("the JDK's Ed25519 keys are EdEC keys");
        }
        byte[] seed = key.getBytes().orElseThrow(() -> new IllegalStateException("this key's seed is not accessible"));
        byte[] typed = new byte[1 + seed.length];
        typed[0] = VerifierKey.ED25519;
        System.arraycopy(seed, 0, typed, 1, seed.length);
        String publicText = verifierKey.toString();
        String nameAndId = publicText.substring(
                0, publicText.indexOf('+', verifierKey.name().length() + 1));
        return PRIVATE + nameAndId + "+" + Base64.getEncoder().encodeToString(typed) + "\n" + publicText + "\n";
    }
}
